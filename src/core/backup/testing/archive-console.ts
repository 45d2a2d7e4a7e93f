import { mkdirSync } from 'node:fs';
import { ServiceSpec } from '../../../shared/domain/profile.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { createPublishedState } from '../../state/published-state.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import { createDatabaseLocks } from '../database-locks.ts';
import {
  type ArchiveFeature,
  type ArchiveFeatureDeps,
  createArchiveFeature,
} from '../files/create-archive-feature.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { plainStorage } from '../stored/backup-keys.ts';
import { createMemoryRepositories } from './memory-repositories.ts';

export interface ArchiveConsole {
  readonly feature: ArchiveFeature;
  readonly backupFolder: string;
  readonly journal: BackupJournalEntry[];
  /** Runs one of the feature's handlers as the dispatcher would. */
  readonly context: { signal: AbortSignal; emit: () => Promise<void> };
}

/** The archives as an application would put them together, on a profile with `surat-service`. */
export function createArchiveConsole(
  connection: HostConnection,
  backupFolder: string,
  replace: Partial<ArchiveFeatureDeps> = {},
): ArchiveConsole {
  mkdirSync(backupFolder, { recursive: true });
  const repositories = createMemoryRepositories();
  const journal: BackupJournalEntry[] = [];
  const service = ServiceSpec.parse({ id: 'surat-service', name: 'Surat', runsAs: 'container' });
  const feature = createArchiveFeature({
    connections: { get: () => connection, subscribe: () => () => undefined },
    findServices: () => ({ hostName: 'RT 04', services: [service], project: null }),
    repositories,
    locks: createDatabaseLocks({ withLease: (_resource, work) => work() }),
    jobs: createJobs({
      repository: repositories.jobs,
      publisher: createPublishedState(),
      clock: systemClock,
      log: silentLog,
      owner: 't',
    }),
    clock: systemClock,
    log: silentLog,
    backupFolder: () => backupFolder,
    keys: plainStorage,
    spawnInspector: createForkSpawner(),
    checkHealth: null,
    onJournal: (entry) => void journal.push(entry),
    ...replace,
  });
  const context = { signal: new AbortController().signal, emit: async () => undefined };
  return { feature, backupFolder, journal, context };
}
