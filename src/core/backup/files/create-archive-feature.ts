import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Remote } from '../../storage/remote.ts';
import type { StateRepositories } from '../../storage/state-repositories.ts';
import { createInspector } from '../inspect/inspector.ts';
import type { SpawnIsolated } from '../inspect/isolated-process.ts';
import { createInterruptedRestores, type Recovered } from '../restore/interrupted-restores.ts';
import { type ArchiveCatalogue, createArchiveCatalogue } from './archive-catalogue.ts';
import { type ArchiveHandlerDeps, type ArchiveOperation, createArchiveHandlers } from './archive-handlers.ts';
import { archiveLock } from './archive-paths.ts';
import { createArchiveRestoreJournal } from './archive-restore-journal.ts';
import { recoverArchiveRestore } from './recover-archive-restore.ts';

export interface ArchiveFeatureDeps
  extends Omit<ArchiveHandlerDeps, 'catalogue' | 'journal' | 'inspector' | 'whenRecovered'> {
  /** Starts the process that encrypts and decrypts. */
  readonly spawnInspector: SpawnIsolated;
  readonly repositories: Pick<Remote<StateRepositories>, 'restoreSteps'>;
}

export interface ArchiveFeature {
  readonly handlers: Handlers<ArchiveOperation>;
  readonly catalogue: ArchiveCatalogue;
  /** Of every restore into a folder: other kinds write theirs here, too, and are recovered with the archives'. */
  readonly restores: Pick<ArchiveHandlerDeps, 'journal' | 'whenRecovered'>;
  /** Removes what killed takings left, and from now on recovers interrupted restores of every host that connects. */
  start(): Promise<void>;
  /** Finishes or undoes what a killed console or a lost link left on a connected host. */
  recoverInterruptedRestores(hostId: string): Promise<Recovered[]>;
  /** Waits, but not for ever, until no recovery is at work on a server. Call it while connections still stand. */
  stop(): Promise<void>;
}

/** Volumes and folders of files: taken, verified and put back. */
export function createArchiveFeature(deps: ArchiveFeatureDeps): ArchiveFeature {
  const catalogue = createArchiveCatalogue(deps.backupFolder);
  const journal = createArchiveRestoreJournal(deps.repositories.restoreSteps, deps.clock);
  const interrupted = createInterruptedRestores({
    ...deps,
    unfinished: async (hostId) =>
      (await journal.unfinished(hostId)).map((restore) => ({
        restoreId: restore.record.restoreId,
        key: archiveLock(restore.record.key),
        recover: (connection) => recoverArchiveRestore({ ...deps, journal }, connection, restore),
      })),
  });
  return {
    handlers: createArchiveHandlers({
      ...deps,
      inspector: createInspector(deps.spawnInspector),
      catalogue,
      journal,
      whenRecovered: interrupted.whenRecovered,
    }),
    catalogue,
    restores: { journal, whenRecovered: interrupted.whenRecovered },
    recoverInterruptedRestores: interrupted.recover,
    async start() {
      interrupted.start();
      // Not worth a start that fails: the next archive of that folder removes them, too.
      await catalogue
        .removeLeft(deps.locks)
        .catch((error: unknown) =>
          deps.log.warn('half archives of a killed run could not be removed', { error }),
        );
    },
    stop: interrupted.stop,
  };
}
