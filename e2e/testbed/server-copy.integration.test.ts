import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServerCopyStatus } from '../../src/shared/domain/server-copy.ts';
import { checkInvariant } from './invariant.ts';
import { plainCopy } from './plain-copy.ts';
import { type ServerCopyBed, startServerCopyBed } from './server-copy-bed.ts';
import { waitFor } from './wait-for.ts';

let bed: ServerCopyBed;
beforeAll(async () => {
  bed = await startServerCopyBed();
});
afterAll(() => bed?.stop());

const folder = (): string => join(bed.serverHome, '.ronda-server-copy', bed.hostId);
const status = (): Promise<ServerCopyStatus> =>
  bed.console.dispatcher.run('server-copy.status', { hostId: bed.hostId });
/** What a copy would leave in the container. */
const left = async (): Promise<string> =>
  (await bed.stack.exec('warga-service', ['sh', '-c', 'ls -A /tmp /app/data | grep ronda-copy || true']))
    .stdout;

async function place(): Promise<ServerCopyStatus> {
  const { dispatcher } = bed.console;
  const choice = { hostId: bed.hostId, keep: 2 };
  const plan = await dispatcher.run('server-copy.plan', choice);
  return dispatcher.run('server-copy.place', { ...choice, digest: plan.digest });
}

test('the plan shows every file and line, and changes nothing', async () => {
  expect((await status()).state).toBe('absent');
  const plan = await bed.console.dispatcher.run('server-copy.plan', { hostId: bed.hostId });
  expect(plan).toMatchObject({ action: 'place', at: '02:17', keep: 7, leftOut: [] });
  expect(plan.copied.map(({ path }) => path)).toEqual(['/app/data/warga.db', '/app/data/keamanan.db']);
  expect(plan.files.map(({ name }) => name)).toEqual([
    'ronda-server-copy.sh',
    'copy-database.js',
    'databases',
  ]);
  expect(plan.crontabLines.at(-1)).toBe(
    `17 2 * * * /bin/sh ${folder()}/ronda-server-copy.sh >/dev/null 2>&1`,
  );
  expect(await bed.crontab()).toBeNull();
  await expect(readdir(join(bed.serverHome, '.ronda-server-copy'))).rejects.toThrow('ENOENT');
  await expect(
    bed.console.dispatcher.run('server-copy.place', { hostId: bed.hostId, digest: '0'.repeat(64) }),
  ).rejects.toMatchObject({ code: 'server-task.plan-changed' });
});

test('placed, it has copied every database under 200 writes a second, and left nothing in a container', async () => {
  const placed = await place();
  expect(placed).toMatchObject({ state: 'working', at: '02:17', keep: 2, differences: [], problems: [] });
  expect(placed.copies.map(({ serviceId, fetched }) => [serviceId, fetched]).sort()).toEqual([
    ['keamanan-service', false],
    ['warga-service', false],
  ]);
  const warga = join(folder(), 'copies/warga-service/warga');
  const packed = (await readdir(warga)).filter((name) => name.endsWith('.db.gz'));
  expect(packed).toHaveLength(1);
  // Readable without Ronda: gunzip, and it is a database.
  expect(
    gunzipSync(await readFile(join(warga, packed[0] ?? '')))
      .subarray(0, 15)
      .toString(),
  ).toBe('SQLite format 3');
  expect(await left()).toBe('');
});

test('a copy is fetched, verified and listed, and holds whole transactions only', async () => {
  const { copies } = await status();
  const copy = copies.find(({ serviceId }) => serviceId === 'warga-service');
  if (!copy) throw new Error('no copy of warga');
  const { serviceId, databaseId, stamp } = copy;
  const { backup } = await bed.console.dispatcher.run('server-copy.fetch', {
    hostId: bed.hostId,
    serviceId,
    databaseId,
    stamp,
  });
  expect(backup).toMatchObject({ method: 'server-copy', verification: 'verified', takenAt: copy.takenAt });
  expect(
    (await status()).copies.find((one) => one.serviceId === serviceId && one.stamp === stamp)?.fetched,
  ).toBe(true);
  expect(await checkBackup(backup.id)).toEqual([]);
});

test('a copy that is not what the server wrote down is refused, and nothing of it stays', async () => {
  const keamanan = join(folder(), 'copies/keamanan-service/keamanan');
  const facts = (await readdir(keamanan)).find((name) => name.endsWith('.facts')) ?? '';
  const before = await bed.shell(`cat '${keamanan}/${facts}'`);
  await bed.shell(`sed -i 's/^sha256\t..../sha256\t0000/' '${keamanan}/${facts}'`);
  const key = {
    hostId: bed.hostId,
    serviceId: 'keamanan-service',
    databaseId: 'keamanan',
    stamp: facts.replace('.facts', ''),
  };
  await expect(bed.console.dispatcher.run('server-copy.fetch', key)).rejects.toMatchObject({
    code: 'server-copy.damaged',
  });
  const local = join(bed.backupFolder, bed.hostId, 'keamanan-service', 'keamanan');
  expect(await readdir(local)).toEqual([]);
  expect(before).toContain('sha256\t');
});

test('killed in the middle of a copy, nothing stays in the container, and the next run works', async () => {
  const script = `${folder()}/ronda-server-copy.sh`;
  for (const afterMs of [0, 60, 120, 240, 480]) {
    await bed.shell(`rm -rf '${folder()}/lock' '${folder()}/run'`);
    const started = spawn('sh', ['-c', `exec sh ${script}`], { detached: true, stdio: 'ignore' });
    const gone = once(started, 'exit');
    await waitFor('a copy to begin', () => existsSync(`${folder()}/run/alive`) || started.exitCode !== null, {
      everyMs: 5,
      timeoutMs: 20_000,
    });
    await setTimeout(afterMs);
    if (started.pid !== undefined && started.exitCode === null) process.kill(-started.pid, 'SIGKILL');
    await gone;
  }
  await waitFor('the container to be clean', async () => (await left()) === '', { timeoutMs: 30_000 });
  await bed.shell(`rm -rf '${folder()}/lock'; chown -R --reference='${bed.serverHome}' '${folder()}'`);
  expect(await bed.asCron(`sh ${script}`)).toBe(0);
  expect((await status()).problems).toEqual([]);
  const names = await readdir(join(folder(), 'copies/warga-service/warga'));
  expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(names.filter((name) => name.endsWith('.facts'))).toHaveLength(2);
});

test('only the newest stay, and a stopped service is said by name and costs the others nothing', async () => {
  const script = `${folder()}/ronda-server-copy.sh`;
  await bed.stack.stopService('keamanan-service');
  expect(await bed.asCron(`sh ${script}`)).toBe(1);
  await bed.stack.startService('keamanan-service');
  const after = await status();
  expect(after.problems).toEqual([
    { what: 'keamanan-service/keamanan', detail: expect.stringContaining('no running container') },
  ]);
  expect(after.copies.filter(({ serviceId }) => serviceId === 'warga-service')).toHaveLength(2);
});

test('copies that a clock ahead has named do not push out the one that is made now', async () => {
  const copies = join(folder(), 'copies/warga-service/warga');
  const ahead = ['2031-01-01T00-00-00Z', '2031-01-02T00-00-00Z'];
  for (const stamp of ahead) await bed.shell(`touch '${copies}/${stamp}.facts' '${copies}/${stamp}.db.gz'`);
  // A copy is named by the second.
  await setTimeout(1100);
  const before = await readdir(copies);
  expect(await bed.asCron(`sh ${folder()}/ronda-server-copy.sh`)).toBe(0);
  const made = (await readdir(copies)).filter((name) => !before.includes(name)).sort();
  expect(made).toEqual([expect.stringMatching(/^20.*\.db\.gz$/), expect.stringMatching(/^20.*\.facts$/)]);
  for (const stamp of ahead) await bed.shell(`rm '${copies}/${stamp}.facts' '${copies}/${stamp}.db.gz'`);
});

test('a changed script is seen, and placing again puts it right', async () => {
  await bed.shell(`echo '# mine' >> ${folder()}/ronda-server-copy.sh`);
  expect(await status()).toMatchObject({ state: 'damaged', differences: ['ronda-server-copy.sh'] });
  await bed.stack.waitHealthy(['keamanan-service']);
  expect(await place()).toMatchObject({ state: 'working' });
});

test('removed, the crontab is as it was and the copies stay until they are told to go', async () => {
  const { dispatcher } = bed.console;
  expect(await dispatcher.run('server-copy.remove', { hostId: bed.hostId })).toMatchObject({
    state: 'absent',
  });
  expect(await bed.crontab()).toBeNull();
  expect((await readdir(folder())).sort()).toEqual(['copies']);
  await place();
  await dispatcher.run('server-copy.remove', { hostId: bed.hostId, withCopies: true });
  await expect(readdir(join(bed.serverHome, '.ronda-server-copy'))).rejects.toThrow('ENOENT');
});

async function checkBackup(backupId: string): Promise<string[]> {
  const { backups } = await bed.console.dispatcher.run('backup.list', { hostId: bed.hostId });
  const backup = backups.find(({ id }) => id === backupId);
  return checkInvariant(plainCopy(join(bed.backupFolder, backup?.file ?? ''))).problems;
}
