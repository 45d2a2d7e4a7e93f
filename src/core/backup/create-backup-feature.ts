import type { Backup } from '../../shared/domain/backup.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostConnections } from '../hosts/host-connection.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { StatePublisher } from '../state/published-state.ts';
import type { LeaseKeeper } from '../storage/lease-keeper.ts';
import type { Remote } from '../storage/remote.ts';
import type { StateRepositories } from '../storage/state-repositories.ts';
import type { ChooseSavePath } from '../vault/vault-operations.ts';
import { type BackupJournalEntry, type BackupOperation, createBackupHandlers } from './backup-handlers.ts';
import type { DatabaseKey } from './catalogue/backup-paths.ts';
import { type Catalogue, createCatalogue } from './catalogue/catalogue.ts';
import { createDatabaseLocks, type DatabaseLocks } from './database-locks.ts';
import type { FindDatabase } from './find-containers.ts';
import { createInspector, type Inspector } from './inspect/inspector.ts';
import type { SpawnIsolated } from './inspect/isolated-process.ts';
import { type ContentOperation, createContentHandlers } from './look-inside/content-handlers.ts';
import { createOpenedBackups } from './look-inside/opened-backups.ts';
import { createInterruptedRestores } from './restore/interrupted-restores.ts';
import type { WhilePaused } from './restore/pause-during-restore.ts';
import { type RecoveredRestore, recoverRestore } from './restore/recover-restores.ts';
import type { CheckHealth } from './restore/restore-actions.ts';
import { createRestoreJournal } from './restore/restore-journal.ts';
import { runRestoreTest } from './restore-test/run-restore-test.ts';
import type { BackupKeys } from './stored/backup-keys.ts';
import { type OpenedBackup, openStored } from './stored/open-stored.ts';
import { createSaveHandlers } from './stored/save-handlers.ts';
import { removeLeftCopies } from './take/keep-copy.ts';
import { type TakeBackupDeps, takeBackup } from './take/take-backup.ts';
import { createTakeInCopy, type TakeInCopy } from './take/take-in-copy.ts';

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
  readonly keys: BackupKeys;
  /** Starts the process that opens foreign databases (`database-inspector`). */
  readonly spawnInspector: SpawnIsolated;
  /** Asked after a restore, in addition to Docker's own health; null where nobody checks. */
  readonly checkHealth: CheckHealth | null;
  /** Absent where nobody watches the services. */
  readonly whilePaused?: WhilePaused;
  readonly onJournal: (entry: BackupJournalEntry) => void;
  /** Asks where to put a new file; null where there is no desktop. */
  readonly chooseSavePath: ChooseSavePath | null;
}

export interface BackupFeature {
  readonly handlers: Handlers<BackupOperation | ContentOperation | 'backup.save'>;
  readonly catalogue: Catalogue;
  readonly takeIn: TakeInCopy;
  readonly locks: DatabaseLocks;
  readonly inspector: Inspector;
  /** The plain file of a backup, as `openStored` gives it. */
  open(backupId: string, signal: AbortSignal): Promise<OpenedBackup>;
  /** A restore test that nobody asked for by hand. @throws as `runRestoreTest` does */
  testScheduled(backupId: string, signal: AbortSignal): Promise<Backup>;
  /** A copy that nobody asked for by hand. @throws as `takeBackup` does */
  takeScheduled(key: DatabaseKey, signal: AbortSignal): Promise<Backup>;
  /** Publishes the catalogue, and from now on recovers interrupted restores of every host that connects. */
  start(): Promise<void>;
  /** Finishes or undoes what a killed console or a lost link left on a connected host. */
  recoverInterruptedRestores(hostId: string): Promise<RecoveredRestore[]>;
  /** Removes what was unpacked for a look, and waits, but not for ever, until no recovery is at work on a server. Call it while connections still stand. */
  stop(): Promise<void>;
}

export function createBackupFeature(deps: BackupFeatureDeps): BackupFeature {
  const { repositories, publisher, clock, backupFolder } = deps;
  const catalogue = createCatalogue({ repository: repositories.backups, publisher, backupFolder });
  const locks = createDatabaseLocks(deps.leases);
  const shared = {
    ...deps,
    catalogue,
    locks,
    inspector: createInspector(deps.spawnInspector),
    journal: createRestoreJournal(repositories.restoreSteps, clock),
  };

  const { keys } = deps;
  const interrupted = createInterruptedRestores({
    ...shared,
    unfinished: async (hostId) =>
      (await shared.journal.unfinished(hostId)).map((restore) => ({
        restoreId: restore.record.restoreId,
        key: restore.record.key,
        recover: (connection) => recoverRestore(shared, connection, restore),
      })),
  });
  const takeIn = createTakeInCopy({ ...shared, now: clock.now });

  const taking: TakeBackupDeps = { ...shared, whenRecovered: interrupted.whenRecovered };

  const opened = createOpenedBackups({ inspector: shared.inspector, keys });

  return {
    handlers: {
      ...createBackupHandlers({ ...shared, ...taking, takeIn }),
      ...createContentHandlers({ ...shared, opened }),
      ...createSaveHandlers(shared),
    },
    locks,
    inspector: shared.inspector,
    open: async (backupId, signal) =>
      openStored({ inspector: shared.inspector, keys }, await catalogue.locate(backupId), { signal }),
    testScheduled: async (backupId, signal) => (await runRestoreTest(taking, backupId, { signal })).backup,
    takeScheduled: (key, signal) => takeBackup(taking, key, 'scheduled', { signal }),
    catalogue,
    takeIn,
    recoverInterruptedRestores: interrupted.recover,
    async start() {
      interrupted.start();
      await catalogue.load();
      // Not worth a start that fails: the next copy of that database removes them, too.
      await removeLeftCopies(backupFolder(), locks, deps.clock.now()).catch((error: unknown) =>
        deps.log.warn('half copies of a killed run could not be removed', { error }),
      );
    },
    async stop() {
      await Promise.all([interrupted.stop(), opened.close()]);
    },
  };
}
