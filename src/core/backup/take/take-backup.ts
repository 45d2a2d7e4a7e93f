import { basename } from 'node:path';
import type { Backup } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnections } from '../../hosts/host-connection.ts';
import type { JobOptions, Jobs } from '../../jobs/jobs.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { type DatabaseSource, type FindDatabase, requireDatabase } from '../find-containers.ts';
import { type ExportDeps, exportDatabase } from './export-database.ts';

export const subjectOf = (source: DatabaseSource): string =>
  `${source.service.id} · ${basename(source.database.path)}`;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export interface TakeBackupDeps extends ExportDeps {
  readonly connections: HostConnections;
  readonly findDatabase: FindDatabase;
  readonly locks: DatabaseLocks;
  readonly jobs: Jobs;
  readonly onJournal: (entry: BackupJournalEntry) => void;
  /** Resolves when what was interrupted on a host has been looked after, whatever came of it. */
  readonly whenRecovered: (hostId: string, signal: AbortSignal) => Promise<void>;
}

/**
 * Copies one live database as a job, and writes into the journal what came of it.
 * @throws RondaError `backup.unverified` for a copy that does not hold (it is kept by that name), and whatever
 * `exportDatabase` throws
 */
export async function takeBackup(
  deps: TakeBackupDeps,
  key: DatabaseKey,
  reason: 'manual' | 'scheduled',
  options: JobOptions & { readonly signal: AbortSignal },
): Promise<Backup> {
  const { hostId, serviceId } = key;
  const source = requireDatabase(deps.findDatabase, key);
  const connection = deps.connections.get(hostId);
  const subject = subjectOf(source);
  await deps.whenRecovered(hostId, options.signal);
  try {
    const backup = await deps.jobs.run(
      'backup',
      subject,
      hostId,
      (report, signal) =>
        deps.locks.hold(key, async () => {
          const taken = await exportDatabase(deps, connection, key, source, { reason, report, signal });
          const failed = taken.steps.find(({ ok }) => !ok);
          if (!failed) return taken;
          // Thrown inside the job, so that it ends as failed: a copy like this is not to be relied on.
          const { step, detail } = failed;
          throw new RondaError('backup.unverified', { step, detail, file: taken.file });
        }),
      options,
    );
    deps.onJournal({ hostId, serviceId, event: 'backup-taken', text: `${subject}: ${backup.file}` });
    return backup;
  } catch (error) {
    const unverified = error instanceof RondaError && error.code === 'backup.unverified';
    const event = unverified ? 'backup-unverified' : 'backup-failed';
    deps.onJournal({ hostId, serviceId, event, text: `${subject}: ${messageOf(error)}` });
    throw error;
  }
}
