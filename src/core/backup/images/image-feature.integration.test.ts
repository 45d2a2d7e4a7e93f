import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo } from '../../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { type Registry, startRegistry } from '../../../../e2e/testbed/registry.ts';
import { ServiceSpec } from '../../../shared/domain/profile.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { createPublishedState } from '../../state/published-state.ts';
import { createDatabaseLocks } from '../database-locks.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { createInspector } from '../inspect/inspector.ts';
import { type BackupKeys, plainStorage } from '../stored/backup-keys.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { createImageHandlers } from './image-handlers.ts';
import { createImageStore, imageFolders } from './image-store.ts';

const hostId = 'rt04';
const reference = 'ronda-sample/warga-service:1.0.0';
const emptyHost = 'baru';
const context = { signal: new AbortController().signal, emit: async () => undefined };
let folder: string;
let engine: Engine;
let empty: Engine;
let docker: Docker;
let registry: Registry;
let keys: BackupKeys = plainStorage;
const secrets = new Map<string, string>();
let images: ReturnType<typeof createImageHandlers>;

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-imf-');
  engine = await startEngine({ dir: join(folder, 'one') });
  empty = await startEngine({ dir: join(folder, 'two') });
  registry = await startRegistry(join(folder, 'registry'));
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
  const container = await docker.createContainer({
    Image: reference,
    Entrypoint: ['sleep', '3600'],
    Labels: { 'com.docker.compose.service': 'warga-service' },
  });
  await container.start();
  const repositories = createMemoryRepositories();
  const connections = new Map([
    [hostId, connectTo(engine).connection],
    [emptyHost, { ...connectTo(empty).connection, hostId: emptyHost }],
  ]);
  images = createImageHandlers({
    connections: {
      get: (id) => connections.get(id) ?? expect.fail('no such host'),
      subscribe: () => () => undefined,
    },
    findServices: (id) => ({
      hostName: id,
      services: [ServiceSpec.parse({ id: 'warga-service', name: 'Warga', runsAs: 'container' })],
      project: null,
    }),
    store: createImageStore(() => join(folder, 'backups')),
    locks: createDatabaseLocks({ withLease: (_resource, work) => work() }),
    jobs: createJobs({
      repository: repositories.jobs,
      publisher: createPublishedState(),
      clock: systemClock,
      log: silentLog,
      owner: 't',
    }),
    clock: systemClock,
    backupFolder: () => join(folder, 'backups'),
    inspector: createInspector(createForkSpawner()),
    keys: { forNew: () => keys.forNew(), forOpening: () => keys.forOpening() },
    secrets: {
      get: async (name) => secrets.get(name) ?? null,
      put: async (name, value) => void secrets.set(name, value),
      forget: async (name) => void secrets.delete(name),
    },
  });
});
afterAll(async () => {
  await registry?.stop();
  await engine?.stop({ removeData: true });
  await empty?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

test('an image that a service runs on is listed, saved, verified and loaded onto an empty engine', async () => {
  const { images: found } = await images['images.list']({ hostId }, context);
  expect(found).toMatchObject([{ reference, services: ['warga-service'] }]);
  const { saved } = await images['images.save']({ hostId, reference }, context);
  expect(saved).toMatchObject({ reference, verification: 'verified', services: ['warga-service'] });
  expect(saved.storedBytes).toBeGreaterThan(0);
  expect(saved.ownBytes).toBe(saved.storedBytes);

  const ask = { savedId: saved.id, hostId: emptyHost };
  const { plan } = await images['images.plan-load'](ask, context);
  expect(plan.isThere).toBe(false);
  expect(plan.tags).toContainEqual({ tag: reference, currentId: null });
  const { imageId } = await images['images.load'](ask, context);
  expect(imageId).toBe(found[0]?.imageId);
  expect((await images['images.plan-load'](ask, context)).plan.isThere).toBe(true);
  const other = new Docker({ socketPath: empty.socketPath });
  // The services of the sample share one image: each tag it had is a service that starts again.
  for (const { tag } of plan.tags) expect((await other.getImage(tag).inspect()).Id).toBe(imageId);
  const container = await other.createContainer({ Image: reference, Entrypoint: ['true'] });
  await container.start();
  expect(await container.wait()).toMatchObject({ StatusCode: 0 });
});

test('a damaged layer is told by a verification, and such an image is sent nowhere', async () => {
  const { saved } = await images['images.save']({ hostId, reference }, context);
  const { blobs } = imageFolders(join(folder, 'backups'), hostId);
  const [layer = ''] = readdirSync(blobs);
  const whole = readFileSync(join(blobs, layer));
  rmSync(join(blobs, layer));
  const damaged = await images['images.verify']({ savedId: saved.id }, context);
  expect(damaged.saved.verification).toBe('failed');
  await expect(
    images['images.load']({ savedId: saved.id, hostId: emptyHost }, context),
  ).rejects.toMatchObject({ code: 'images.damaged' });
  writeFileSync(join(blobs, layer), whole);
  expect((await images['images.verify']({ savedId: saved.id }, context)).saved.verification).toBe('verified');
});

test('saved again once backups are encrypted, an image lies in the clear no more, and needs its key to be loaded', async () => {
  const identity = await generateX25519Identity();
  const recipients = [await identityToRecipient(identity)];
  const before = (await images['images.save']({ hostId, reference }, context)).saved;
  const { blobs } = imageFolders(join(folder, 'backups'), hostId);
  expect(readdirSync(blobs).some((name) => /^[0-9a-f]{64}\.zst$/.test(name))).toBe(true);
  // A public key alone saves: a vault may be locked at night.
  keys = {
    forNew: async () => ({ compress: true, encryptTo: { recipients } }),
    forOpening: async () => ({ identities: [], passphrases: [] }),
  };
  const { saved } = await images['images.save']({ hostId, reference }, context);
  expect(saved).toMatchObject({ id: before.id, imageId: before.imageId, verification: 'verified' });
  expect(readdirSync(blobs).filter((name) => !/^[0-9a-f]{64}\.[0-9a-f]{32}\.zst\.age$/.test(name))).toEqual(
    [],
  );
  const load = () => images['images.load']({ savedId: saved.id, hostId: emptyHost }, context);
  await expect(load()).rejects.toMatchObject({ code: 'backup.key-missing' });
  keys = { ...keys, forOpening: async () => ({ identities: [identity], passphrases: [] }) };
  expect((await load()).imageId).toBe(saved.imageId);
  // Nothing that was opened for it stays.
  expect(readdirSync(blobs).filter((name) => !name.endsWith('.zst.age'))).toEqual([]);
  keys = plainStorage;
}, 240_000);

test('removing an image keeps the layers that another one needs, and the last one leaves nothing', async () => {
  const container = await docker.createContainer({
    Image: reference,
    User: '0',
    Entrypoint: ['sh', '-c', 'echo 2 > /v2'],
  });
  await container.start();
  await container.wait();
  await container.commit({ repo: 'ronda-test/release', tag: '2.0.0' });
  await container.remove();
  const one = (await images['images.save']({ hostId, reference }, context)).saved;
  const two = (await images['images.save']({ hostId, reference: 'ronda-test/release:2.0.0' }, context)).saved;
  expect(two.ownBytes).toBeLessThan(two.storedBytes / 10);
  const { freedBytes } = await images['images.remove']({ savedId: two.id }, context);
  expect(freedBytes).toBe(two.ownBytes);
  expect((await images['images.verify']({ savedId: one.id }, context)).saved.verification).toBe('verified');
  await images['images.remove']({ savedId: one.id }, context);
  expect(await images['images.saved']({}, context)).toEqual({ saved: [], unreadable: [] });
  expect(readdirSync(imageFolders(join(folder, 'backups'), hostId).blobs)).toEqual([]);
});

test('an image that is not there is told by its name', async () => {
  await expect(images['images.save']({ hostId, reference: 'tidak/ada:1' }, context)).rejects.toMatchObject({
    code: 'images.unknown',
  });
});

test('a push needs the right login, arrives, and leaves no tag of its own behind', async () => {
  const target = `${registry.address}/rt04/warga:1.0.0`;
  const ask = { hostId, reference, target };
  await expect(images['images.push'](ask, context)).rejects.toMatchObject({ code: 'images.push-denied' });
  await images['images.set-login'](
    { registry: registry.address, login: { ...registry.login, password: 'salah' } },
    context,
  );
  await expect(images['images.push'](ask, context)).rejects.toMatchObject({ code: 'images.push-denied' });

  await images['images.set-login']({ registry: registry.address, login: registry.login }, context);
  expect(await images['images.plan-push'](ask, context)).toMatchObject({
    registry: registry.address,
    hasLogin: true,
  });
  const { digest, commands } = await images['images.push'](ask, context);
  expect(commands.map(({ command }) => command)).toEqual([
    `docker tag ${reference} ${target}`,
    `docker push ${target}`,
  ]);
  expect(JSON.stringify(commands)).not.toContain('kentongan');
  await expect(docker.getImage(target).inspect()).rejects.toMatchObject({ statusCode: 404 });

  // It really is there: another engine pulls it by the digest the registry gave.
  const other = new Docker({ socketPath: empty.socketPath });
  const authconfig = { ...registry.login, serveraddress: registry.address };
  const stream = await other.pull(`${registry.address}/rt04/warga@${digest}`, { authconfig });
  await new Promise<void>((resolve, reject) => {
    other.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
});
