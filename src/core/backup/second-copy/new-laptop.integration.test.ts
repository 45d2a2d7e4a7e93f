import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { openConsole, type RondaConsole } from '../../console.ts';
import { homeFolder } from '../../platform/home-folder.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { execInContainer } from '../take/exec-stream.ts';

const reference = 'ronda-sample/warga-service:1.0.0';
const secret = 'Ningsih Wulandari, Gang Melati 7';
const vaultPassphrase = 'kentongan tiga kali';
const target = (engine: Engine) => ({ kind: 'local' as const, socketPath: engine.socketPath });
let dir: string;
let stick: string;
let old: Engine;
let fresh: Engine;
let first: RondaConsole;
let second: RondaConsole;
let kit = '';
let imageId = '';
const hostId = 'rt-04';

const laptop = (name: string, kitFile = ''): Promise<RondaConsole> =>
  openConsole({
    home: homeFolder(join(dir, name)),
    userHome: join(dir, `${name}-person`),
    label: name,
    process: 'test',
    version: '0',
    resources: fileURLToPath(new URL('../../../../resources/', import.meta.url)),
    stateWorker: new URL('../../storage/state-worker.ts', import.meta.url),
    spawnInspector: createForkSpawner(),
    keyring: null,
    notifier: null,
    desktop:
      kitFile === ''
        ? null
        : ({ chooseSavePath: async () => kitFile } as unknown as Parameters<
            typeof openConsole
          >[0]['desktop']),
    watches: false,
  });

async function startService(engine: Engine): Promise<Docker.Container> {
  const docker = new Docker({ socketPath: engine.socketPath });
  const container = await docker.createContainer({
    Image: reference,
    Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Env: [`JWT_SECRET=${secret}`],
    Labels: { 'com.docker.compose.service': 'surat-service' },
    HostConfig: { Binds: ['surat:/data'] },
    User: '0',
  });
  await container.start();
  return container;
}
async function sh(engine: Engine, container: Docker.Container, script: string): Promise<string> {
  const docker = new Docker({ socketPath: engine.socketPath });
  const { signal } = new AbortController();
  const running = await execInContainer(docker, container.id, { argv: ['sh', '-c', script] }, signal);
  let output = '';
  for await (const chunk of running.stdout) output += chunk.toString();
  expect({ code: await running.exitCode(), stderr: running.stderr() }).toEqual({ code: 0, stderr: '' });
  return output;
}
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const kinds = (view: { kinds: { kind: string; held: number; due: number }[] } | null) =>
  Object.fromEntries((view?.kinds ?? []).map(({ kind, held, due }) => [kind, [held, due]]));

beforeAll(async () => {
  dir = mkdtempSync('/tmp/ronda-nl-');
  stick = join(dir, 'stick');
  mkdirSync(stick);
  old = await startEngine({ dir: join(dir, 'old') });
  await loadSampleImages(old.docker);
  const service = await startService(old);
  await sh(
    old,
    service,
    `echo '{"warga":"${secret}"}' > /data/warga.json; echo '${secret}' > /data/surat.txt`,
  );
  // A release with the known words in a layer of its own.
  const release = await new Docker({ socketPath: old.socketPath }).createContainer({
    Image: reference,
    User: '0',
    Entrypoint: ['sh', '-c', `echo '${secret}' > /known`],
  });
  await release.start();
  await release.wait();
  await release.commit({ repo: 'ronda-test/release', tag: '2.0.0' });

  first = await laptop('first', join(dir, 'kit.txt'));
  await first.dispatcher.run('vault.create', { passphrase: vaultPassphrase });
  await first.dispatcher.run('vault.save-recovery-kit', {});
  kit = readFileSync(join(dir, 'kit.txt'), 'utf8');
  await first.dispatcher.run('backup-key.make', {});
  await first.dispatcher.run('hosts.add', { name: 'RT 04', profileId: 'prisma-rt04', target: target(old) });
  await first.dispatcher.run('hosts.test', { hostId });
}, 300_000);
afterAll(async () => {
  await first?.close();
  await second?.close();
  await old?.stop({ removeData: true });
  await fresh?.stop({ removeData: true });
  rmSync(dir, { recursive: true, force: true });
});

test('the stick gets every kind, encrypted where backups are, and nothing of the old laptop’s data in the clear', async () => {
  const ask = first.dispatcher;
  const db = new Database(join(dir, 'export.db'));
  db.exec(`CREATE TABLE residents (name TEXT); INSERT INTO residents VALUES ('${secret}')`);
  db.close();
  await ask.run('backup.import', {
    hostId,
    serviceId: 'warga-service',
    databaseId: 'warga',
    file: join(dir, 'export.db'),
  });
  const { sources } = await ask.run('archive.sources', { hostId });
  const source = sources.find(({ mountPath }) => mountPath === '/data');
  await ask.run('archive.take', { hostId, serviceId: 'surat-service', sourceId: source?.sourceId ?? '' });
  const { saved } = await ask.run('images.save', { hostId, reference: 'ronda-test/release:2.0.0' });
  expect(saved.verification).toBe('verified');
  imageId = saved.imageId;
  await ask.run('data.snapshot', { hostId });
  await ask.run('env.snapshot', { hostId });
  await ask.run('rebuild.take-kit', { hostId });

  await ask.run('second-copy.set', { folder: stick });
  const { copied, view } = await ask.run('second-copy.sync', {});
  expect(copied).toBe(5);
  const whole = { databases: [1, 0], archives: [1, 0], images: [1, 0], data: [1, 0], vault: [1, 0] };
  expect(kinds(view)).toEqual(whole);
  expect((await ask.run('second-copy.sync', {})).copied).toBe(0);
  expect((await ask.run('second-copy.verify', {})).damaged).toEqual([]);
  const plain = filesUnder(stick).filter((file) => readFileSync(file).includes(secret));
  expect(plain).toEqual([]);
  const layers = readdirSync(join(stick, hostId, 'images.store', 'layers'));
  expect(layers.filter((name) => !name.endsWith('.zst.age'))).toEqual([]);
}, 300_000);

test('a flipped bit of a layer on the stick is found without a key, named, and put right', async () => {
  await first.dispatcher.run('vault.lock', {});
  const layers = join(stick, hostId, 'images.store', 'layers');
  const [name = ''] = readdirSync(layers).sort(
    (a, b) => statSync(join(layers, a)).size - statSync(join(layers, b)).size,
  );
  const whole = readFileSync(join(layers, name));
  const broken = Buffer.from(whole);
  broken[broken.length >> 1] = (broken[broken.length >> 1] ?? 0) ^ 1;
  writeFileSync(join(layers, name), broken);
  const { damaged, view } = await first.dispatcher.run('second-copy.verify', {});
  expect(damaged).toEqual([`${hostId}/images.store/layers/${name}`]);
  expect(view?.state).toBe('failed');
  expect((await first.dispatcher.run('second-copy.sync', {})).view?.damaged).toEqual([]);
  expect(readFileSync(join(layers, name)).equals(whole)).toBe(true);
  expect((await first.dispatcher.run('second-copy.verify', {})).damaged).toEqual([]);
  await first.dispatcher.run('vault.unlock', { passphrase: vaultPassphrase });
}, 120_000);

test('a stick that is pulled midway lists nothing half, and the rest follows when it is back', async () => {
  await first.dispatcher.run('second-copy.set', { folder: null });
  const other = join(dir, 'other');
  mkdirSync(other);
  await first.dispatcher.run('second-copy.set', { folder: other });
  const pulled = first.dispatcher.run('second-copy.sync', {}).then(
    () => 'copied',
    ({ code }) => code,
  );
  const layers = join(other, hostId, 'images.store', 'layers');
  for (;;) {
    if (readdirSync(other).includes(hostId) && filesUnder(other).some((file) => file.startsWith(layers)))
      break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  renameSync(other, `${other}-away`);
  expect(await pulled).toMatch(/^(second-copy\.absent|backup\.write-failed)$/);
  expect((await first.dispatcher.run('second-copy.status', {})).view?.state).toBe('absent');
  expect(readdirSync(dir)).not.toContain('other');
  const listed = filesUnder(join(`${other}-away`, hostId)).filter((file) =>
    /images\.store\/[^/]*\.json$/.test(file),
  );
  expect(listed).toEqual([]);

  renameSync(`${other}-away`, other);
  const { view } = await first.dispatcher.run('second-copy.sync', {});
  expect(view).toMatchObject({ state: 'current', due: 0, held: 5 });
  expect(filesUnder(other).filter((file) => file.includes('.partial-'))).toEqual([]);
  expect((await first.dispatcher.run('second-copy.verify', {})).damaged).toEqual([]);
}, 180_000);

test('from the stick and the recovery kit alone a new laptop lists, verifies, loads and restores', async () => {
  await first.close();
  rmSync(join(dir, 'first'), { recursive: true });
  await old.stop({ removeData: true });
  fresh = await startEngine({ dir: join(dir, 'fresh') });
  second = await laptop('second');
  const ask = second.dispatcher;
  expect(await ask.run('second-copy.take-over', { folder: stick })).toEqual({
    vault: 'taken',
    manuals: 0,
    backups: 1,
    damaged: [],
  });
  const recoveryKey = /AGE-SECRET-KEY-1\w+/.exec(kit)?.[0] ?? '';
  await ask.run('vault.recover', { recoveryKey, passphrase: 'sandi di laptop kedua' });
  await ask.run('hosts.add', { name: 'RT 04', profileId: 'prisma-rt04', target: target(fresh) });
  await ask.run('hosts.test', { hostId });

  // What a rebuild starts from is in the vault: the kit and the environment.
  expect((await ask.run('rebuild.kit', { hostId })).kit?.containers).toHaveLength(1);
  const [backup] = second.state.list('backups');
  const verified = await ask.run('backup.verify', { backupId: backup?.id ?? '' });
  expect(verified.backup.verification).toBe('verified');
  const { commits } = await ask.run('data.history', { hostId, limit: 10 });
  const commit = commits[0]?.commit ?? '';
  const { paths } = await ask.run('data.show', { hostId, commit });
  expect((await ask.run('data.show', { hostId, commit, path: paths[0] ?? '' })).text).toContain(secret);

  const [image] = (await ask.run('images.saved', { hostId })).saved;
  expect((await ask.run('images.load', { savedId: image?.id ?? '', hostId })).imageId).toBe(imageId);
  const docker = new Docker({ socketPath: fresh.socketPath });
  await docker.getImage('ronda-test/release:2.0.0').tag({ repo: 'ronda-sample/warga-service', tag: '1.0.0' });
  const service = await startService(fresh);
  expect(await sh(fresh, service, 'cat /known')).toContain(secret);

  const [archive] = (await ask.run('archive.list', {})).archives;
  const archiveId = archive?.id ?? '';
  expect((await ask.run('archive.verify', { archiveId })).archive.verification).toBe('verified');
  const { planId } = (await ask.run('archive.plan-restore', { archiveId })).plan;
  const { result } = await ask.run('archive.restore', { archiveId, planId });
  expect(result).toMatchObject({ outcome: 'restored' });
  expect(await sh(fresh, service, 'cat /data/surat.txt')).toContain(secret);
}, 400_000);
