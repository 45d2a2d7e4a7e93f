import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostConnections } from '../../hosts/host-connection.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { holdForRestore } from '../files/hold-source.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { messageOf } from '../take/take-backup.ts';
import { dataLock, openHostRepository, withScratch } from './data-repository.ts';
import { type DataRestoreRequest, type PlannedDataRestore, planDataRestore } from './plan-data-restore.ts';
import { type DataRestoreDeps, runDataRestore } from './run-data-restore.ts';

export type DataRestoreOperation = 'data.plan-restore' | 'data.restore';

export interface DataRestoreHandlerDeps extends DataRestoreDeps, OpenStoredDeps {
  readonly connections: HostConnections;
  readonly locks: DatabaseLocks;
  readonly jobs: Jobs;
  readonly backupFolder: () => string;
  readonly onJournal: (entry: BackupJournalEntry) => void;
  /** Resolves when what was interrupted on a host has been looked after, whatever came of it. */
  readonly whenRecovered: (hostId: string, signal: AbortSignal) => Promise<void>;
}

/** JSON files put back as they were at a commit. */
export function createDataRestoreHandlers(deps: DataRestoreHandlerDeps): Handlers<DataRestoreOperation> {
  const { connections, findServices, jobs, locks, whenRecovered } = deps;

  const plan = (request: DataRestoreRequest, signal: AbortSignal): Promise<PlannedDataRestore> =>
    locks.hold(dataLock(request.hostId), async () => {
      const connection = connections.get(request.hostId);
      const life = AbortSignal.any([signal, connection.signal]);
      const [repository, folder] = await openHostRepository(deps, deps.backupFolder(), request.hostId, life);
      return withScratch(folder, (scratch) =>
        planDataRestore(findServices, connection, repository, scratch, request, life),
      );
    });

  return {
    async 'data.plan-restore'(request, { signal }) {
      await whenRecovered(request.hostId, signal);
      return { plan: (await plan(request, signal)).plan };
    },

    async 'data.restore'({ reason, ...request }, context) {
      const { hostId, serviceId, commit } = request;
      const connection = connections.get(hostId);
      await whenRecovered(hostId, context.signal);
      const subject = `${serviceId} · JSON`;
      const why = reason === '' ? '' : ` (${reason})`;
      const journal = (event: BackupJournalEntry['event'], text: string): void =>
        deps.onJournal({ hostId, serviceId, event, text: `${subject}: ${text}${why}` });
      try {
        const { key, databaseIds } = await plan(request, context.signal);
        const result = await jobs.run(
          'restore',
          subject,
          hostId,
          (report, signal) =>
            locks.hold(dataLock(hostId), () =>
              holdForRestore(deps, connection, key, databaseIds, async () => {
                const [repository, folder] = await openHostRepository(
                  deps,
                  deps.backupFolder(),
                  hostId,
                  signal,
                );
                return withScratch(folder, (scratch) =>
                  runDataRestore(deps, connection, repository, scratch, request, report, signal),
                );
              }),
            ),
          {
            signal: context.signal,
            onProgress: (progress) => {
              context.emit(progress).catch(() => undefined);
            },
          },
        );
        const detail =
          result.outcome === 'restored' ? `files of ${commit} put back` : `rolled back: ${result.reason}`;
        journal(result.outcome, detail);
        return { result };
      } catch (error) {
        journal('restore-failed', messageOf(error));
        throw error;
      }
    },
  };
}
