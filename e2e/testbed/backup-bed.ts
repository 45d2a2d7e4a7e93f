import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { BackupFeature, BackupFeatureDeps } from '../../src/core/backup/create-backup-feature.ts';
import { createBackupFeature } from '../../src/core/backup/create-backup-feature.ts';
import { createForkSpawner } from '../../src/core/backup/inspect/fork-inspector.ts';
import { plainStorage } from '../../src/core/backup/stored/backup-keys.ts';
import { createMemoryRepositories } from '../../src/core/backup/testing/memory-repositories.ts';
import type { HostConnection } from '../../src/core/hosts/host-connection.ts';
import { createJobs, type Jobs } from '../../src/core/jobs/jobs.ts';
import { systemClock } from '../../src/core/platform/clock.ts';
import { silentLog } from '../../src/core/platform/log.ts';
import { createPublishedState, type PublishedStateStore } from '../../src/core/state/published-state.ts';
import { ServiceSpec } from '../../src/shared/domain/profile.ts';
import { type Engine, startEngine } from './engine.ts';
import { type Stack, type StackOptions, startStack } from './stack.ts';

export const wargaKey = { hostId: 'rt04', serviceId: 'warga-service', databaseId: 'warga' };

export interface BackupBed {
  readonly engine: Engine;
  readonly stack: Stack;
  readonly docker: Docker;
  readonly folder: string;
  stop(): Promise<void>;
}

/** A private engine with the sample stack, and a folder of its own. */
export async function startBackupBed(name: string, options: Partial<StackOptions> = {}): Promise<BackupBed> {
  const folder = mkdtempSync(`/tmp/ronda-${name}-`);
  const engine = await startEngine({ dir: join(folder, 'eng') });
  try {
    const stack = await startStack({ engine, dir: join(folder, 'stack'), ...options });
    return {
      engine,
      stack,
      docker: new Docker({ socketPath: engine.socketPath }),
      folder,
      async stop() {
        await stack.stop();
        await engine.stop({ removeData: true });
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await engine.stop({ removeData: true });
    throw error;
  }
}

/** A connection to the bed's engine that a test can cut. */
export function connectTo(
  engine: Engine,
  docker = new Docker({ socketPath: engine.socketPath }),
): { connection: HostConnection; cut(): void } {
  const life = new AbortController();
  const connection: HostConnection = {
    hostId: wargaKey.hostId,
    methods: { docker: 'socket', tcp: 'direct', exec: 'child-process' },
    engine: {
      version: '',
      apiVersion: '',
      operatingSystem: '',
      cpus: 2,
      memoryBytes: 0,
      countsContainers: true,
    },
    signal: life.signal,
    docker,
    bulkDocker: async () => docker,
    dial: () => Promise.reject(new Error('not in this bed')),
    exec: () => Promise.reject(new Error('not in this bed')),
    bulkExec: () => Promise.reject(new Error('not in this bed')),
  };
  return { connection, cut: () => life.abort(new Error('cut')) };
}

export interface Console {
  readonly feature: BackupFeature;
  readonly jobs: Jobs;
  readonly state: PublishedStateStore;
  readonly repositories: ReturnType<typeof createMemoryRepositories>;
  readonly backupFolder: string;
  /** Runs one of the feature's handlers as the dispatcher would. */
  readonly context: { signal: AbortSignal; emit: () => Promise<void> };
}

/** The backup feature as an application would put it together, with parts a test may replace. */
export function createConsole(
  connection: HostConnection,
  backupFolder: string,
  replace: Partial<BackupFeatureDeps> = {},
): Console {
  mkdirSync(backupFolder, { recursive: true });
  const repositories = createMemoryRepositories();
  const state = createPublishedState();
  const clock = systemClock;
  const jobs = createJobs({
    repository: repositories.jobs,
    publisher: state,
    clock,
    log: silentLog,
    owner: 't',
  });
  const service = ServiceSpec.parse({
    id: 'warga-service',
    name: 'Warga',
    runsAs: 'container',
    databases: [{ id: 'warga', engine: 'sqlite', path: '/app/data/warga.db', volume: 'warga-data' }],
  });
  const database = service.databases[0];
  if (!database) throw new Error('the service has no database');
  const feature = createBackupFeature({
    connections: { get: () => connection, subscribe: () => () => undefined },
    findDatabase: () => ({ hostName: 'RT 04', service, database, project: null }),
    repositories,
    publisher: state,
    leases: { withLease: (_resource, work) => work() },
    jobs,
    clock,
    log: silentLog,
    backupFolder: () => backupFolder,
    keys: plainStorage,
    spawnInspector: createForkSpawner(),
    checkHealth: null,
    onJournal: () => undefined,
    chooseSavePath: null,
    ...replace,
  });
  const context = { signal: new AbortController().signal, emit: async () => undefined };
  return { feature, jobs, state, repositories, backupFolder, context };
}
