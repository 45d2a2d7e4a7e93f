import type { Backup } from '../../../shared/domain/backup.ts';
import type { JobProgress } from '../../../shared/domain/job.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { OperationContext } from '../../../shared/operation.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import type { Inspector } from '../inspect/inspector.ts';
import type { BackupKeys } from '../stored/backup-keys.ts';
import { type CopyFacts, type Incoming, keepCopy, withIncoming } from './keep-copy.ts';

/**
 * Makes a backup of a copy that came from elsewhere: `write` puts one database file where it is told to; it is then
 * checked, named and listed like any other, as a job, under the database's lock.
 * @throws RondaError `backup.unverified` for one that does not hold (it is kept by that name), or what `write` throws
 */
export type TakeInCopy = (
  facts: CopyFacts,
  write: (
    incoming: Incoming,
    report: (progress: ProgressReport) => void,
    signal: AbortSignal,
  ) => Promise<void>,
  context: Pick<OperationContext<JobProgress>, 'signal' | 'emit'>,
) => Promise<Backup>;

export function createTakeInCopy(deps: {
  readonly inspector: Inspector;
  readonly keys: BackupKeys;
  readonly catalogue: Catalogue;
  readonly locks: DatabaseLocks;
  readonly jobs: Jobs;
  readonly now: () => number;
  readonly backupFolder: () => string;
}): TakeInCopy {
  const { jobs, locks, backupFolder } = deps;
  return (facts, write, { signal: asked, emit }) =>
    jobs.run(
      'backup',
      `${facts.key.serviceId} · ${facts.key.databaseId}`,
      facts.key.hostId,
      (report, signal) =>
        locks.hold(facts.key, async () => {
          // Not after all of it has come over the line.
          await deps.keys.forNew();
          const backup = await withIncoming(backupFolder(), facts.key, async (incoming) => {
            await write(incoming, report, signal);
            return keepCopy({ ...deps, backupFolder: backupFolder() }, incoming, facts, report, signal);
          });
          const failed = backup.steps.find(({ ok }) => !ok);
          if (!failed) return backup;
          const { step, detail } = failed;
          throw new RondaError('backup.unverified', { step, detail, file: backup.file });
        }),
      {
        signal: asked,
        onProgress: (progress) => {
          emit(progress).catch(() => undefined);
        },
      },
    );
}
