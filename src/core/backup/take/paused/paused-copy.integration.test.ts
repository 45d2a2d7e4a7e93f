import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killProfile, spawnCommand } from '../../../../../e2e/soak/restore-kill-bed.ts';
import {
  type BackupBed,
  connectTo,
  createConsole,
  startBackupBed,
  wargaKey,
} from '../../../../../e2e/testbed/backup-bed.ts';
import { createHostsFixture } from '../../../../../e2e/testbed/hosts-fixture.ts';
import { checkInvariant, parseAckLedger } from '../../../../../e2e/testbed/invariant.ts';
import { writeKnownHosts } from '../../../../../e2e/testbed/known-hosts.ts';
import { startSshd } from '../../../../../e2e/testbed/sshd.ts';
import { waitFor } from '../../../../../e2e/testbed/wait-for.ts';
import { openHeadlessConsole } from '../../../../cli/open-headless-console.ts';
import type { HostConnection } from '../../../hosts/host-connection.ts';
import { childEnvironment, createLocalExec } from '../../../hosts/local/local-exec.ts';
import { resolveBackupFile } from '../../catalogue/backup-paths.ts';

let bed: BackupBed;
let bare: Docker.Container;
let writer: Docker.Container;
let scratch = '';
beforeAll(async () => {
  bed = await startBackupBed('pau', { writerTps: 200 });
  scratch = join(bed.folder, 'tmp');
  mkdirSync(scratch);
  const [warga] = await bed.stack.containers('warga-service');
  writer = bed.docker.getContainer(warga?.Id ?? '');
  bare = await startBare(warga?.Image ?? '');
}, 180_000);
afterAll(async () => {
  await bare?.remove({ force: true });
  await bed?.stop();
});

/** A container on the residents' volume without Node and sqlite3; the sample service goes on writing there. */
async function startBare(image: string): Promise<Docker.Container> {
  const data = (await writer.inspect()).Mounts.find(({ Destination }) => Destination === '/app/data');
  const container = await bed.docker.createContainer({
    Image: image,
    Entrypoint: ['sh', '-c', 'rm -f "$(command -v node)"; echo gone; exec sleep 3600'],
    User: '0',
    Labels: { 'com.docker.compose.service': 'bare' },
    HostConfig: { Binds: [`${data?.Name}:/app/data`] },
  });
  await container.start();
  await waitFor('node to be gone', async () =>
    String(await container.logs({ stdout: true })).includes('gone'),
  );
  return container;
}

const acknowledged = async (): Promise<number> => {
  const { stdout } = await bed.stack.exec('warga-service', ['cat', '/app/ledger/ack.log']);
  return parseAckLedger(stdout).at(-1)?.seq ?? 0;
};
const isPaused = async (container: Docker.Container): Promise<boolean> =>
  (await container.inspect()).State.Paused;
const timersLeft = (folder = scratch): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('ronda-unpause.'));

/** Nothing stands still, and neither a timer nor its folder is left, by itself within two seconds. */
async function expectNothingLeft(folder = scratch): Promise<void> {
  expect([await isPaused(bare), await isPaused(writer)]).toEqual([false, false]);
  await expect.poll(() => timersLeft(folder), { timeout: 3000 }).toEqual([]);
  const timers = () =>
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8', maxBuffer: 1e8 })
      .split('\n')
      .filter((line) => line.includes('ronda-unpause.') && line.includes(bare.id));
  await expect.poll(timers, { timeout: 3000 }).toEqual([]);
}

/** This machine's programs, with a temporary folder of the test's own. */
function localConnection(env: NodeJS.ProcessEnv = process.env): HostConnection {
  const { connection } = connectTo(bed.engine);
  const child = childEnvironment({ ...env, TMPDIR: scratch }, bed.engine.socketPath);
  return { ...connection, exec: createLocalExec(child, connection.signal) };
}

let folders = 0;
/** What whoever watches the services was told. */
const told: string[] = [];
function open(connection: HostConnection, path = '/app/data/warga.db') {
  const database = { id: 'warga', engine: 'sqlite' as const, path, volume: 'warga-data' };
  const service = {
    id: 'warga-service',
    name: 'Warga',
    runsAs: 'container' as const,
    compose: 'bare',
    main: false,
    checks: [],
    databases: [database],
    alerts: [],
  };
  return createConsole(connection, join(bed.folder, `backups-${++folders}`), {
    whilePaused: async ({ serviceId, reason }, work) => {
      told.push(`${serviceId}: ${reason}`);
      return work();
    },
    findDatabase: () => ({ hostName: 'RT 04', service, database, project: null }),
  });
}
const take = (console: ReturnType<typeof open>, signal = console.context.signal) =>
  console.feature.handlers['backup.create'](wargaKey, { ...console.context, signal });

/** How often anything was paused while work ran. */
async function pausesDuring(work: () => Promise<unknown>): Promise<number> {
  // To the millisecond: what the test before did a moment ago is not ours.
  const since = (Date.now() / 1000).toFixed(3);
  await work();
  const text = execFileSync(
    'docker',
    [
      'events',
      '--since',
      String(since),
      '--until',
      String(Math.ceil(Date.now() / 1000) + 1),
      '--filter',
      'event=pause',
    ],
    { encoding: 'utf8', env: { ...process.env, ...bed.engine.docker } },
  );
  return text.split('\n').filter(Boolean).length;
}

test('without Node and sqlite3 a copy under 200 tx/s is whole: every writer of the volume is paused, and runs on', async () => {
  const console = open(localConnection());
  await waitFor('the writer', async () => (await acknowledged()) > 100);
  const before = await acknowledged();
  let backup: Awaited<ReturnType<typeof take>>['backup'] | undefined;
  const pauses = await pausesDuring(async () => {
    ({ backup } = await take(console));
  });
  expect(pauses).toBe(2);
  expect(told).toEqual(['warga-service: backup warga']);
  expect(backup).toMatchObject({ method: 'paused-copy', verification: 'verified' });
  const { problems, lastSeq } = checkInvariant(resolveBackupFile(console.backupFolder, backup?.file ?? ''));
  expect(problems).toEqual([]);
  expect(lastSeq).toBeGreaterThanOrEqual(before);
  const { manifest } = await console.feature.catalogue.locate(backup?.id ?? '');
  expect(manifest).toMatchObject({ method: 'paused-copy', owner: { uid: 1000, gid: 1000 } });
  await expectNothingLeft();
  await expect.poll(acknowledged, { timeout: 5000 }).toBeGreaterThan(lastSeq);
});

test('a transaction that is half on the disk is rolled back in the copy, by the -journal that came with it', async () => {
  const script = `const d=new (require('better-sqlite3'))('/app/data/half.db');d.pragma('cache_size=2');
    d.exec('CREATE TABLE t (a)');const i=d.prepare('INSERT INTO t VALUES (?)');
    for(let n=0;n<500;n++)i.run('old'.repeat(300));
    d.exec("BEGIN; UPDATE t SET a = replace(a, 'old', 'new')");console.log('half');setInterval(()=>{},1000)`;
  const exec = await writer.exec({ Cmd: ['node', '-e', script], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  let said = '';
  stream.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await waitFor('half a transaction', async () => said.includes('half'));
  const console = open(localConnection(), '/app/data/half.db');
  const { backup } = await take(console);
  expect(backup).toMatchObject({ method: 'paused-copy', verification: 'verified', rowCounts: { t: 500 } });
  const file = resolveBackupFile(console.backupFolder, backup.file);
  const query = "SELECT count(*) FROM t WHERE a LIKE '%new%'";
  expect(execFileSync('sqlite3', [file, query], { encoding: 'utf8' }).trim()).toBe('0');
  await expectNothingLeft();
});

test('a database that is nearly all in its -wal is copied with it, though its own file is too small to tell a rate', async () => {
  const script = `const d=new (require('better-sqlite3'))('/app/data/young.db');d.pragma('journal_mode=WAL');
    d.pragma('wal_autocheckpoint=0');d.exec('CREATE TABLE t (a)');const i=d.prepare('INSERT INTO t VALUES (?)');
    for(let n=0;n<2000;n++)i.run('x'.repeat(3000));console.log('full');setInterval(()=>{},1000)`;
  const exec = await writer.exec({ Cmd: ['node', '-e', script], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  let said = '';
  stream.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await waitFor('a full -wal', async () => said.includes('full'));
  const { backup } = await take(open(localConnection(), '/app/data/young.db'));
  expect(backup).toMatchObject({ method: 'paused-copy', verification: 'verified', rowCounts: { t: 2000 } });
});

test('where the server has no docker command nothing is paused, and that is said', async () => {
  const programs = join(bed.folder, 'few');
  mkdirSync(programs);
  for (const tool of ['sh', 'mktemp', 'sleep', 'id'])
    symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(programs, tool));
  const console = open(localConnection({ PATH: programs }));
  const pauses = await pausesDuring(() =>
    expect(take(console)).rejects.toMatchObject({ code: 'backup.no-timer', params: { missing: 'docker' } }),
  );
  expect(pauses).toBe(0);
  await expectNothingLeft();
});

test('a database too large for a pause is refused before one, and one that is none is not paused for', async () => {
  const make = `dd if=/dev/zero of=/app/data/huge.db bs=1 count=0 seek=60000000000 2>/dev/null
    printf "SQLite format 3\\0" | dd of=/app/data/huge.db conv=notrunc 2>/dev/null; echo text > /app/data/text.db`;
  await bed.stack.exec('warga-service', ['sh', '-c', make]);
  const pauses = await pausesDuring(async () => {
    await expect(take(open(localConnection(), '/app/data/huge.db'))).rejects.toMatchObject({
      code: 'backup.too-large-to-pause',
    });
    await expect(take(open(localConnection(), '/app/data/text.db'))).rejects.toMatchObject({
      code: 'backup.source-failed',
    });
    await expect(take(open(localConnection(), '/app/data/none.db'))).rejects.toMatchObject({
      code: 'backup.source-missing',
    });
  });
  expect(pauses).toBe(0);
  await bed.stack.exec('warga-service', ['rm', '/app/data/huge.db', '/app/data/text.db']);
});

/** So much that a copy of it can be caught while all stands still. */
async function addBallast(): Promise<void> {
  const script = `const d=new (require('better-sqlite3'))('/app/data/warga.db');
    d.exec('CREATE TABLE IF NOT EXISTS ballast (b)');const i=d.prepare('INSERT INTO ballast VALUES (randomblob(1000000))');
    for(let n=0;n<110;n++)i.run();d.close()`;
  await bed.stack.exec('warga-service', ['node', '-e', script]);
}

test('a copy that is cancelled while all stands still lets it go on at once', async () => {
  await addBallast();
  const cancel = new AbortController();
  const console = open(localConnection());
  const taking = take(console, cancel.signal).catch((error: unknown) => error);
  await waitFor('the pause', () => isPaused(bare), { everyMs: 5 });
  cancel.abort();
  await expect(taking).resolves.toMatchObject({ code: 'common.cancelled' });
  await expectNothingLeft();
  expect(await console.feature.catalogue.list()).toEqual([]);
});

test('a service that somebody lets go on while it is copied makes a failed backup, never a listed one', async () => {
  const console = open(localConnection());
  const taking = take(console).catch((error: unknown) => error);
  await waitFor('the pause', async () => (await isPaused(bare)) && isPaused(writer), { everyMs: 5 });
  await writer.unpause();
  await expect(taking).resolves.toMatchObject({ code: 'backup.pause-ended' });
  await expectNothingLeft();
  expect(await console.feature.catalogue.list()).toEqual([]);
});

test('a console killed -9 while all stands still leaves nothing so: the server lets it go on by itself', async () => {
  const home = join(bed.folder, 'home');
  mkdirSync(home);
  const yaml = killProfile.replace('runsAs: container', 'runsAs: container\n    compose: bare');
  const setup = await openHeadlessConsole({ home, label: 'testbed' });
  try {
    const { profileId } = await setup.dispatcher.run('profile.import', { yaml });
    const target = { kind: 'local', socketPath: bed.engine.socketPath } as const;
    await setup.dispatcher.run('hosts.add', { name: 'RT 04', target, profileId, connect: false });
  } finally {
    await setup.close();
  }
  const child = spawnCommand(home, ['backup', 'warga-service'], { TMPDIR: scratch });
  const exited = once(child, 'exit');
  await waitFor('the pause', () => isPaused(bare), { everyMs: 5, timeoutMs: 60_000 });
  child.kill('SIGKILL');
  await exited;
  expect(await isPaused(bare)).toBe(true);
  const killedAt = Date.now();
  await waitFor('the service to go on', async () => !(await isPaused(bare)) && !(await isPaused(writer)), {
    timeoutMs: 30_000,
  });
  expect(Date.now() - killedAt).toBeLessThan(25_000);
  await expectNothingLeft();
}, 120_000);

test('over SSH the timer outlives the link it was armed over', async () => {
  const dir = join(bed.folder, 'ssh');
  mkdirSync(dir);
  const sshd = await startSshd({ dir: join(dir, 'sshd') });
  const hosts = await createHostsFixture({ dir });
  try {
    await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
    const hostId = await hosts.connect({
      kind: 'ssh',
      address: sshd.host,
      port: sshd.port,
      user: sshd.user,
      auth: { method: 'key', file: sshd.identityFile },
      dockerSocket: bed.engine.socketPath,
    });
    await hosts.waitForState(hostId, 'connected');
    const connection = hosts.service.get(hostId);
    const { backup } = await take(open(connection));
    expect(backup).toMatchObject({ method: 'paused-copy', verification: 'verified' });
    await expectNothingLeft('/tmp');

    const taking = take(open(connection)).catch((error: unknown) => error);
    await waitFor('the pause', () => isPaused(bare), { everyMs: 5, timeoutMs: 30_000 });
    await sshd.dropConnections();
    await expect(taking).resolves.toMatchObject({ code: 'backup.link-lost' });
    await waitFor('the service to go on', async () => !(await isPaused(bare)) && !(await isPaused(writer)), {
      timeoutMs: 30_000,
    });
    await expectNothingLeft('/tmp');
  } finally {
    await hosts.stop();
    await sshd.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}, 180_000);
