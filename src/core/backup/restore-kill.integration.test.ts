import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Console, connectTo, createConsole, wargaKey } from '../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../e2e/testbed/image.ts';
import type { Backup } from '../../shared/domain/backup.ts';
import { helperLabel } from './restore-helper.ts';
import type { RestoreStep } from './restore-journal.ts';
import { createMemoryRepositories } from './testing/memory-repositories.ts';

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

/** The smallest service there is: it only has to run, be healthy, and have its data in a place we can look into. */
async function startService(source: string): Promise<Docker.Container> {
  const container = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Labels: { 'com.docker.compose.service': 'warga-service' },
    Healthcheck: {
      Test: ['CMD-SHELL', '[ -s /app/data/warga.db ] && ! [ -e /app/data/sick ]'],
      Interval: 3e8,
      Timeout: 2e9,
      Retries: 3,
    },
    HostConfig: { Binds: [`${source}:/app/data`], RestartPolicy: { Name: 'unless-stopped' } },
    User: '0',
  });
  await container.start();
  return container;
}

function writeDatabase(content: string): void {
  const db = new Database(join(data, 'warga.db'));
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE IF NOT EXISTS t (a TEXT); DELETE FROM t');
  const insert = db.prepare('INSERT INTO t VALUES (?)');
  for (let row = 0; row < 200; row++) insert.run(`${content} ${row}`);
  db.close();
}

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

/** What stands there, as SQLite sees it; a mixture or damage is no answer at all. */
function contentOf(): string {
  const db = new Database(join(data, 'warga.db'));
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const kinds = db.prepare("SELECT DISTINCT substr(a, 1, instr(a, ' ') - 1) FROM t").pluck().all();
    expect(kinds).toHaveLength(1);
    expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(200);
    return String(kinds[0]);
  } finally {
    db.close();
  }
}

beforeEach(async () => {
  data = join(folder, `data-${++turn}`);
  mkdirSync(data);
  writeDatabase('new');
  service = await startService(data);
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
    service = await startService(data);
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
    service = await startService(join(folder, 'none'));
  }
});
