import type { Backup } from '../../../shared/domain/backup.ts';
import type { CommandRecord } from '../../../shared/domain/service.ts';
import type { JobOptions } from '../../jobs/jobs.ts';
import { requireDatabase } from '../find-containers.ts';
import { messageOf, subjectOf, type TakeBackupDeps } from '../take/take-backup.ts';
import { testRestore } from './test-restore.ts';

/** Tests one backup as a job, under its database's lock, and writes into the journal what came of it. */
export async function runRestoreTest(
  deps: TakeBackupDeps,
  backupId: string,
  options: JobOptions,
): Promise<{ backup: Backup; commands: CommandRecord[] }> {
  const { backup } = await deps.catalogue.locate(backupId);
  const { hostId, serviceId, databaseId } = backup;
  const source = requireDatabase(deps.findDatabase, backup);
  const connection = deps.connections.get(hostId);
  const subject = subjectOf(source);
  const note = (event: 'restore-tested' | 'restore-test-failed', text: string): void =>
    deps.onJournal({ hostId, serviceId, event, text: `${subject}: ${backup.file}${text}` });
  try {
    const result = await deps.jobs.run(
      'restore-test',
      subject,
      hostId,
      (report, signal) =>
        deps.locks.hold({ hostId, serviceId, databaseId }, () =>
          testRestore(deps, connection, source, backupId, report, signal),
        ),
      options,
    );
    const test = result.backup.restoreTest;
    if (test?.state === 'passed') note('restore-tested', '');
    else note('restore-test-failed', `: ${test?.detail ?? ''}`);
    return result;
  } catch (error) {
    note('restore-test-failed', `: ${messageOf(error)}`);
    throw error;
  }
}
