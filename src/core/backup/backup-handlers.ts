import { basename } from 'node:path';
import type { JobProgress } from '../../shared/domain/job.ts';
import { RondaError } from '../../shared/errors.ts';
import type { OperationContext } from '../../shared/operation.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostConnections } from '../hosts/host-connection.ts';
import type { JobOptions, Jobs } from '../jobs/jobs.ts';
import type { Catalogue } from './catalogue.ts';
import type { DatabaseLocks } from './database-locks.ts';
import { exportDatabase } from './export-database.ts';
import { type DatabaseSource, type FindDatabase, requireDatabase } from './find-containers.ts';
import { copyFileIn, findDatabaseFile } from './import-file.ts';
import { planRestore } from './plan-restore.ts';
import { recoverRestore } from './recover-restores.ts';
import { type RestoreDeps, runRestore } from './run-restore.ts';
import type { TakeInCopy } from './take-in-copy.ts';
import { verifyBackup } from './verify-backup.ts';

/** Something an admin should find in the journal later: what was copied, replaced, refused. */
export interface BackupJournalEntry {
  readonly hostId: string;
  readonly serviceId: string;
  readonly event:
    | 'backup-taken'
    | 'backup-failed'
    | 'backup-unverified'
    | 'restored'
    | 'rolled-back'
    | 'restore-failed';
  /** In English, in one line; ids and file names only, no data. */
  readonly text: string;
}

export type BackupOperation =
  | 'backup.list'
  | 'backup.create'
  | 'backup.import'
  | 'backup.verify'
  | 'backup.plan-restore'
  | 'backup.restore'
  | 'backup.rescan'
  | 'jobs.cancel';

export interface BackupHandlerDeps extends RestoreDeps {
  readonly connections: HostConnections;
  readonly findDatabase: FindDatabase;
  readonly locks: DatabaseLocks;
  readonly jobs: Jobs;
  readonly catalogue: Catalogue;
  readonly takeIn: TakeInCopy;
  readonly onJournal: (entry: BackupJournalEntry) => void;
  /** Resolves when what was interrupted on a host has been looked after, whatever came of it. */
  readonly whenRecovered: (hostId: string, signal: AbortSignal) => Promise<void>;
}

const subjectOf = (source: DatabaseSource): string =>
  `${source.service.id} · ${basename(source.database.path)}`;

/** Progress goes to whoever asked; one that is slow to take it must not slow the job. */
function jobOptions(context: OperationContext<JobProgress>): JobOptions {
  return {
    signal: context.signal,
    onProgress: (progress) => {
      context.emit(progress).catch(() => undefined);
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function createBackupHandlers(deps: BackupHandlerDeps): Handlers<BackupOperation> {
  const { connections, findDatabase, locks, jobs, catalogue, onJournal, whenRecovered } = deps;

  return {
    async 'backup.list'({ hostId, serviceId, databaseId }) {
      const all = await catalogue.list();
      return {
        backups: all.filter(
          (backup) =>
            (hostId === undefined || backup.hostId === hostId) &&
            (serviceId === undefined || backup.serviceId === serviceId) &&
            (databaseId === undefined || backup.databaseId === databaseId),
        ),
      };
    },

    async 'backup.create'(key, context) {
      const { hostId, serviceId } = key;
      const source = requireDatabase(findDatabase, key);
      const connection = connections.get(hostId);
      const subject = subjectOf(source);
      await whenRecovered(hostId, context.signal);
      try {
        const backup = await jobs.run(
          'backup',
          subject,
          hostId,
          (report, signal) =>
            locks.hold(key, async () => {
              const taken = await exportDatabase(deps, connection, key, source, report, signal);
              const failed = taken.steps.find(({ ok }) => !ok);
              if (!failed) return taken;
              // Thrown inside the job, so that it ends as failed: a copy like this is not to be relied on.
              const { step, detail } = failed;
              throw new RondaError('backup.unverified', { step, detail, file: taken.file });
            }),
          jobOptions(context),
        );
        onJournal({ hostId, serviceId, event: 'backup-taken', text: `${subject}: ${backup.file}` });
        return { backup };
      } catch (error) {
        const unverified = error instanceof RondaError && error.code === 'backup.unverified';
        const event = unverified ? 'backup-unverified' : 'backup-failed';
        onJournal({ hostId, serviceId, event, text: `${subject}: ${messageOf(error)}` });
        throw error;
      }
    },

    async 'backup.import'({ file, ...key }, context) {
      const source = requireDatabase(findDatabase, key);
      const found = await findDatabaseFile(file);
      const backup = await deps.takeIn(
        {
          key,
          hostName: source.hostName,
          sourcePath: source.database.path,
          takenAt: found.modifiedAt,
          reason: 'import',
          method: 'imported-file',
          container: null,
          owner: null,
        },
        (incoming, report, signal) => copyFileIn(file, found, incoming, report, signal),
        context,
      );
      const { hostId, serviceId } = key;
      const text = `${subjectOf(source)}: ${backup.file}, imported`;
      onJournal({ hostId, serviceId, event: 'backup-taken', text });
      return { backup };
    },

    async 'backup.verify'({ backupId }, context) {
      const { backup } = await catalogue.locate(backupId);
      const key = { hostId: backup.hostId, serviceId: backup.serviceId, databaseId: backup.databaseId };
      const verified = await jobs.run(
        'verify',
        `${backup.serviceId} · ${basename(backup.file)}`,
        backup.hostId,
        (report, signal) =>
          locks.hold(key, () => verifyBackup({ ...deps, now: deps.clock.now }, backupId, report, signal)),
        jobOptions(context),
      );
      return { backup: verified };
    },

    async 'backup.plan-restore'({ backupId, force, ...key }, { signal }) {
      const source = requireDatabase(findDatabase, key);
      const connection = connections.get(key.hostId);
      await whenRecovered(key.hostId, signal);
      const { plan } = await planRestore(deps, connection, key, source, backupId, force, signal);
      return { plan };
    },

    async 'backup.restore'({ backupId, planId, force, reason, ...key }, context) {
      const { hostId, serviceId } = key;
      const source = requireDatabase(findDatabase, key);
      const connection = connections.get(hostId);
      const subject = subjectOf(source);
      await whenRecovered(hostId, context.signal);
      const why = reason === '' ? '' : ` (${reason})`;
      try {
        const result = await jobs.run(
          'restore',
          subject,
          hostId,
          (report, signal) =>
            locks.hold(key, async () => {
              // One that was interrupted comes first: its files may lie in the way, and its containers stand still.
              for (const left of await deps.journal.unfinished(hostId)) {
                const { serviceId: ofService, databaseId } = left.record.key;
                if (ofService !== serviceId || databaseId !== key.databaseId) continue;
                await recoverRestore(deps, connection, left);
              }
              return runRestore(deps, connection, source, { key, backupId, planId, force }, report, signal);
            }),
          jobOptions(context),
        );
        const event = result.outcome;
        const detail = event === 'restored' ? `restored from ${backupId}` : `rolled back: ${result.reason}`;
        onJournal({ hostId, serviceId, event, text: `${subject}: ${detail}${why}` });
        return { result };
      } catch (error) {
        onJournal({
          hostId,
          serviceId,
          event: 'restore-failed',
          text: `${subject}: ${messageOf(error)}${why}`,
        });
        throw error;
      }
    },

    'backup.rescan': () => catalogue.rescan(),

    async 'jobs.cancel'({ jobId }) {
      jobs.cancel(jobId);
      return {};
    },
  };
}
