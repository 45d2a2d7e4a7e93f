import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Console, connectTo, createConsole, wargaKey } from '../../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import type { Backup } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { BackupFeatureDeps } from '../create-backup-feature.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { readContent, startSmallService, writeRows } from '../testing/small-service.ts';
import { helperLabel } from './restore-helper.ts';
import type { RestoreStep } from './restore-journal.ts';

let engine: Engine;
let docker: Docker;
let folder: string;
let service: Docker.Container;
let data: string;
let turn = 0;

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-kil-');
  engine = await startEngine({ dir: join(folder, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

/** As a service that was killed leaves it: every row in the `-wal`, none in the database. */
function writeOnlyIntoWal(content: string): void {
  const file = join(data, 'warga.db');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.prepare("UPDATE t SET a = ? || substr(a, instr(a, ' '))").run(content);
  for (const part of ['', '-wal']) copyFileSync(file + part, join(folder, `kept${part}`));
  db.close();
  for (const part of ['', '-wal']) copyFileSync(join(folder, `kept${part}`), file + part);
}

const writeDatabase = (content: string): void => writeRows(data, content);
const contentOf = (): string => readContent(data);

beforeEach(async () => {
  data = join(folder, `data-${++turn}`);
  mkdirSync(data);
  writeDatabase('new');
  service = await startSmallService(docker, data);
});
afterEach(async () => {
  await service.remove({ force: true });
});

const connected = (): ReturnType<typeof connectTo> =>
  connectTo(engine, new Docker({ socketPath: engine.socketPath }));

/** Takes a backup of `new`, then lets the service go on to `old`: what a restore will find. */
async function prepare(console: Console): Promise<Backup> {
  const { backup } = await console.feature.handlers['backup.create'](wargaKey, console.context);
  writeDatabase('old');
  return backup;
}

async function startRestore(console: Console, backup: Backup) {
  const request = { ...wargaKey, backupId: backup.id, force: false };
  const { plan } = await console.feature.handlers['backup.plan-restore'](request, console.context as never);
  return console.feature.handlers['backup.restore'](
    { ...request, planId: plan.planId, reason: '' },
    console.context,
  );
}

const steps: RestoreStep[] = [
  'begun',
  'uploaded',
  'stopping',
  'stopped',
  'safe',
  'swapping',
  'swapped',
  'starting',
  'healthy',
  'ended',
];

for (const moment of ['before', 'after'] as const) {
  for (const step of steps) {
    if (moment === 'before' && !['swapped', 'healthy', 'ended'].includes(step)) continue;
    test(`killed ${moment} ${step} is recorded: the next start leaves the old or the new database, running`, async () => {
      const repositories = createMemoryRepositories();
      let reached = (): void => undefined;
      const killed = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const never = new Promise<void>(() => undefined);
      const dying = createConsole(connected().connection, join(folder, `backups-${turn}`), {
        repositories: {
          ...repositories,
          restoreSteps: {
            ...repositories.restoreSteps,
            // From here on nothing of this console runs any more, as if it had been killed.
            async add(id, at, name, json) {
              if (moment === 'after' || name !== step)
                await repositories.restoreSteps.add(id, at, name, json);
              if (name !== step) return;
              reached();
              await never;
            },
          },
        },
      });
      const backup = await prepare(dying);
      void startRestore(dying, backup);
      await killed;

      const next = createConsole(connected().connection, dying.backupFolder, { repositories });
      const recovered = await next.feature.recoverInterruptedRestores(wargaKey.hostId);
      const swapped = ['swapped', 'starting', 'healthy', 'ended'].includes(step);
      const expected = swapped ? 'new' : 'old';
      if (!(moment === 'after' && step === 'ended')) {
        expect(recovered.map(({ outcome }) => outcome)).toEqual([swapped ? 'restored' : expect.any(String)]);
      }
      expect(contentOf()).toBe(expected);
      expect((await service.inspect()).State.Running).toBe(true);
      expect(execFileSync('ls', ['-A', data]).toString()).not.toContain('ronda');
      expect(await docker.listContainers({ all: true, filters: { label: [helperLabel] } })).toEqual([]);
      expect(await next.feature.recoverInterruptedRestores(wargaKey.hostId)).toEqual([]);
    });
  }
}

test('a link that is lost in the middle says where it stands, and is recovered at the next connection', async () => {
  const repositories = createMemoryRepositories();
  const { connection, cut } = connected();
  const console = createConsole(connection, join(folder, `backups-${turn}`), {
    repositories: {
      ...repositories,
      restoreSteps: {
        ...repositories.restoreSteps,
        async add(id, at, name, json) {
          await repositories.restoreSteps.add(id, at, name, json);
          if (name === 'safe') cut();
        },
      },
    },
  });
  const backup = await prepare(console);
  await expect(startRestore(console, backup)).rejects.toMatchObject({
    code: 'backup.restore-interrupted',
    params: { step: 'safe' },
  });
  expect((await service.inspect()).State.Running).toBe(false);
  const next = createConsole(connected().connection, console.backupFolder, { repositories });
  await next.feature.recoverInterruptedRestores(wargaKey.hostId);
  expect(contentOf()).toBe('old');
  expect((await service.inspect()).State.Running).toBe(true);
});

/** A restore whose console dies while the service is stopped. @returns the backup that it was to bring back */
async function dieWhileStopped(repositories: ReturnType<typeof createMemoryRepositories>): Promise<Backup> {
  const dead = new Promise<void>(() => undefined);
  let died = (): void => undefined;
  const dying = new Promise<void>((resolve) => {
    died = resolve;
  });
  const console = createConsole(connected().connection, join(folder, `backups-${turn}`), {
    repositories: {
      ...repositories,
      restoreSteps: {
        ...repositories.restoreSteps,
        async add(id, at, name, json) {
          await repositories.restoreSteps.add(id, at, name, json);
          if (name !== 'stopped') return;
          died();
          await dead;
        },
      },
    },
  });
  const backup = await prepare(console);
  void startRestore(console, backup);
  await dying;
  expect((await service.inspect()).State.Running).toBe(false);
  return backup;
}

/** A console that begins to recover as soon as it is started, as one that has just connected. */
function connecting(replace: Partial<BackupFeatureDeps>): Console {
  const { connection } = connected();
  return createConsole(connection, join(folder, `backups-${turn}`), {
    ...replace,
    connections: {
      get: () => connection,
      subscribe(listener) {
        listener(wargaKey.hostId, connection);
        return () => undefined;
      },
    },
  });
}

test('while another holds the database its restore is left alone, and recovered when that one died over it', async () => {
  const repositories = createMemoryRepositories();
  await dieWhileStopped(repositories);
  let isHeld = true;
  let asked = 0;
  const next = connecting({
    repositories,
    leases: {
      async withLease(resource, work) {
        asked++;
        if (isHeld) throw new RondaError('state.lease-held', { holder: 'another', resource });
        return work();
      },
    },
  });
  await next.feature.start();
  await waitFor('the first look', () => asked > 0);
  expect((await service.inspect()).State.Running).toBe(false);
  isHeld = false;
  await waitFor('the service to run', async () => (await service.inspect()).State.Running);
  await next.feature.stop();
  expect(contentOf()).toBe('old');
  expect(await next.feature.recoverInterruptedRestores(wargaKey.hostId)).toEqual([]);
});

test('a restore that is asked for right after the start waits for the interrupted one, and is done', async () => {
  const repositories = createMemoryRepositories();
  const backup = await dieWhileStopped(repositories);
  const next = connecting({ repositories });
  await next.feature.start();
  const { result } = await startRestore(next, backup);
  expect(result.outcome).toBe('restored');
  expect(contentOf()).toBe('new');
  expect((await service.inspect()).State.Running).toBe(true);
  await next.feature.stop();
});

test('a console that closes while it recovers leaves the service running', async () => {
  const repositories = createMemoryRepositories();
  await dieWhileStopped(repositories);
  const next = connecting({ repositories });
  await next.feature.start();
  await next.feature.stop();
  expect((await service.inspect()).State.Running).toBe(true);
  expect(contentOf()).toBe('old');
});

test('a cancel before the swap leaves the old database, running', async () => {
  const console = createConsole(connected().connection, join(folder, `backups-${turn}`));
  const backup = await prepare(console);
  const controller = new AbortController();
  const request = { ...wargaKey, backupId: backup.id, force: false };
  const { plan } = await console.feature.handlers['backup.plan-restore'](request, console.context as never);
  const running = console.feature.handlers['backup.restore'](
    { ...request, planId: plan.planId, reason: '' },
    {
      signal: controller.signal,
      emit: async ({ phase }) => {
        if (phase === 'stop') controller.abort();
      },
    },
  );
  await expect(running).rejects.toMatchObject({ code: 'common.cancelled' });
  expect(contentOf()).toBe('old');
  expect((await service.inspect()).State.Running).toBe(true);
  expect(execFileSync('ls', ['-A', data]).toString()).not.toContain('ronda');
});

test('a -wal that the old database left is not read into the new one, and is in the safety copy', async () => {
  const console = createConsole(connected().connection, join(folder, `backups-${turn}`));
  const backup = await prepare(console);
  writeOnlyIntoWal('killed');
  const { result } = await startRestore(console, backup);
  expect(result.outcome).toBe('restored');
  expect(existsSync(join(data, 'warga.db-wal'))).toBe(false);
  expect(contentOf()).toBe('new');
  const { path } = await console.feature.catalogue.locate(result.safetyBackupId ?? '');
  const safety = new Database(path, { readonly: true });
  expect(safety.prepare("SELECT count(*) FROM t WHERE a LIKE 'killed %'").pluck().get()).toBe(200);
  safety.close();
});

test('a rollback brings the old database back with its -wal', async () => {
  const console = createConsole(connected().connection, join(folder, `backups-${turn}`));
  const backup = await prepare(console);
  writeOnlyIntoWal('killed');
  writeFileSync(join(data, 'sick'), '');
  const { result } = await startRestore(console, backup);
  expect(result).toMatchObject({ outcome: 'rolled-back', reason: expect.stringContaining('unhealthy') });
  expect(contentOf()).toBe('killed');
  expect(execFileSync('ls', ['-A', data]).toString()).not.toContain('ronda');
});

test('a full and a read-only volume: an error, and the service goes on with its old data', async () => {
  await service.remove({ force: true });
  const disk = join(folder, 'disk.img');
  data = join(folder, 'disk');
  mkdirSync(data);
  execFileSync('truncate', ['-s', '8M', disk]);
  execFileSync('mkfs.ext4', ['-q', '-m', '0', disk]);
  execFileSync('mount', ['-o', 'loop', disk, data]);
  try {
    writeDatabase('new');
    service = await startSmallService(docker, data);
    const console = createConsole(connected().connection, join(folder, `backups-${turn}`));
    const backup = await prepare(console);
    const { StartedAt } = (await service.inspect()).State;

    execFileSync('sh', ['-c', 'dd if=/dev/zero of="$1/filler" bs=4096 2>/dev/null; true', 'sh', data]);
    await expect(startRestore(console, backup)).rejects.toMatchObject({ code: 'backup.target-full' });
    rmSync(join(data, 'filler'));
    expect(contentOf()).toBe('old');

    execFileSync('mount', ['-o', 'remount,ro', data]);
    await expect(startRestore(console, backup)).rejects.toMatchObject({ code: 'backup.target-read-only' });
    execFileSync('mount', ['-o', 'remount,rw', data]);
    expect(contentOf()).toBe('old');
    expect(execFileSync('ls', ['-A', data]).toString()).not.toContain('ronda');
    expect((await service.inspect()).State).toMatchObject({ Running: true, StartedAt });
  } finally {
    await service.remove({ force: true });
    execFileSync('umount', [data]);
    service = await startSmallService(docker, join(folder, 'none'));
  }
});
