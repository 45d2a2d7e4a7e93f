import { basename } from 'node:path';
import type { JobProgress } from '../../shared/domain/job.ts';
import type { OperationContext } from '../../shared/operation.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { JobOptions } from '../jobs/jobs.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { requireDatabase } from './find-containers.ts';
import { verifyBackup } from './inspect/verify-backup.ts';
import { planRestore } from './restore/plan-restore.ts';
import { recoverRestore } from './restore/recover-restores.ts';
import { recoveringAround } from './restore/recovering-around.ts';
import { type RestoreDeps, runRestore } from './restore/run-restore.ts';
import { runRestoreTest } from './restore-test/run-restore-test.ts';
import { planRestoreTest } from './restore-test/test-restore.ts';
import { copyFileIn, findDatabaseFile } from './take/import-file.ts';
import { messageOf, subjectOf, type TakeBackupDeps, takeBackup } from './take/take-backup.ts';
import type { TakeInCopy } from './take/take-in-copy.ts';

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
    | 'restore-failed'
    | 'restore-tested'
    | 'restore-test-failed'
    | 'backup-saved'
    | 'value-revealed'
    | 'environment-exported'
    | 'database-adopted'
    | 'database-unadopted';
  /** In English, in one line; ids and file names only, no data. */
  readonly text: string;
}

export type BackupOperation =
  | 'backup.list'
  | 'backup.create'
  | 'backup.import'
  | 'backup.verify'
  | 'backup.plan-test'
  | 'backup.test-restore'
  | 'backup.plan-restore'
  | 'backup.restore'
  | 'backup.rescan'
  | 'jobs.cancel';

export interface BackupHandlerDeps extends RestoreDeps, TakeBackupDeps {
  readonly catalogue: Catalogue;
  readonly takeIn: TakeInCopy;
}

/** Progress goes to whoever asked; one that is slow to take it must not slow the job. */
function jobOptions(context: OperationContext<JobProgress>): JobOptions & { readonly signal: AbortSignal } {
  return {
    signal: context.signal,
    onProgress: (progress) => {
      context.emit(progress).catch(() => undefined);
    },
  };
}

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

    'backup.create': async (key, context) => ({
      backup: await takeBackup(deps, key, 'manual', jobOptions(context)),
    }),

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
          transferredBytes: null,
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

    async 'backup.plan-test'({ backupId }, { signal }) {
      const { backup } = await catalogue.locate(backupId);
      const source = requireDatabase(findDatabase, backup);
      return {
        commands: await planRestoreTest(deps, connections.get(backup.hostId), source, backup, signal),
      };
    },

    'backup.test-restore': ({ backupId }, context) => runRestoreTest(deps, backupId, jobOptions(context)),

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
      const recoverLeft = async (): Promise<void> => {
        for (const left of await deps.journal.unfinished(hostId)) {
          const { serviceId: ofService, databaseId } = left.record.key;
          if (ofService !== serviceId || databaseId !== key.databaseId) continue;
          await recoverRestore(deps, connection, left);
        }
      };
      try {
        const result = await jobs.run(
          'restore',
          subject,
          hostId,
          (report, signal) =>
            locks.hold(key, () =>
              recoveringAround(connection, deps.log, recoverLeft, () =>
                runRestore(deps, connection, source, { key, backupId, planId, force }, report, signal),
              ),
            ),
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
