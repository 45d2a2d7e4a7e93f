import { isAbort, RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostConnections } from '../hosts/host-connection.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { StatePublisher } from '../state/published-state.ts';
import type { LeaseKeeper } from '../storage/lease-keeper.ts';
import type { Remote } from '../storage/remote.ts';
import type { StateRepositories } from '../storage/state-repositories.ts';
import { type BackupJournalEntry, type BackupOperation, createBackupHandlers } from './backup-handlers.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { createDatabaseLocks } from './database-locks.ts';
import { errorDetail } from './docker-error.ts';
import type { FindDatabase } from './find-containers.ts';
import { createInspector } from './inspector.ts';
import type { SpawnIsolated } from './isolated-process.ts';
import { type RecoveredRestore, recoverRestore } from './recover-restores.ts';
import type { CheckHealth } from './restore-actions.ts';
import { createRestoreJournal } from './restore-journal.ts';

export interface BackupFeatureDeps {
  readonly connections: HostConnections;
  readonly findDatabase: FindDatabase;
  readonly repositories: Pick<Remote<StateRepositories>, 'backups' | 'restoreSteps'>;
  readonly publisher: StatePublisher;
  readonly leases: Pick<LeaseKeeper, 'withLease'>;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
  /** The folder of backups as it is chosen now. */
  readonly backupFolder: () => string;
  /** Starts the process that opens foreign databases (`database-inspector`). */
  readonly spawnInspector: SpawnIsolated;
  /** Asked after a restore, in addition to Docker's own health; null where nobody checks. */
  readonly checkHealth: CheckHealth | null;
  readonly onJournal: (entry: BackupJournalEntry) => void;
}

export interface BackupFeature {
  readonly handlers: Handlers<BackupOperation>;
  readonly catalogue: Catalogue;
  /** Publishes the catalogue, and from now on recovers interrupted restores of every host that connects. */
  start(): Promise<void>;
  /** Finishes or undoes what a killed console or a lost link left on a connected host. */
  recoverInterruptedRestores(hostId: string): Promise<RecoveredRestore[]>;
  stop(): void;
}

export function createBackupFeature(deps: BackupFeatureDeps): BackupFeature {
  const { connections, repositories, publisher, clock, log, backupFolder, onJournal } = deps;
  const catalogue = createCatalogue({ repository: repositories.backups, publisher, backupFolder });
  const locks = createDatabaseLocks(deps.leases);
  const shared = {
    ...deps,
    catalogue,
    locks,
    inspector: createInspector(deps.spawnInspector),
    journal: createRestoreJournal(repositories.restoreSteps, clock),
  };

  const recoverInterruptedRestores = async (hostId: string): Promise<RecoveredRestore[]> => {
    const recovered: RecoveredRestore[] = [];
    for (const { record } of await shared.journal.unfinished(hostId)) {
      const { key, restoreId } = record;
      try {
        await locks.hold(key, async () => {
          // Read again under the lock: whoever held it may have just ended this restore.
          const now = (await shared.journal.unfinished(hostId)).find((r) => r.record.restoreId === restoreId);
          if (!now) return;
          const result = await recoverRestore(shared, connections.get(hostId), now);
          recovered.push(result);
          const { outcome, reason } = result;
          const event = outcome === 'restored' ? 'restored' : 'rolled-back';
          const text = `${key.databaseId}: an interrupted restore was ${outcome}${reason ? `: ${reason}` : ''}`;
          onJournal({ hostId, serviceId: key.serviceId, event, text });
        });
      } catch (error) {
        // Held: a restore is under way, here or in the other process, and will end itself.
        if (error instanceof RondaError && error.code === 'state.lease-held') continue;
        if (!isAbort(error)) log.error('an interrupted restore could not be recovered', { restoreId, error });
        const text = `${key.databaseId}: an interrupted restore waits to be recovered: ${errorDetail(error)}`;
        onJournal({ hostId, serviceId: key.serviceId, event: 'restore-failed', text });
      }
    }
    return recovered;
  };

  let unsubscribe: (() => void) | null = null;
  return {
    handlers: createBackupHandlers(shared),
    catalogue,
    recoverInterruptedRestores,
    async start() {
      unsubscribe = connections.subscribe((hostId, connection) => {
        if (!connection) return;
        recoverInterruptedRestores(hostId).catch((error: unknown) =>
          log.error('interrupted restores could not be looked for', { hostId, error }),
        );
      });
      await catalogue.load();
    },
    stop() {
      unsubscribe?.();
    },
  };
}
