import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo } from '../../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createRebuildConsole } from '../../../../e2e/testbed/rebuild-console.ts';
import { type Stack, startStack } from '../../../../e2e/testbed/stack.ts';
import type { RebuildPlan } from '../../../shared/domain/rebuild.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { execInContainer } from '../take/exec-stream.ts';
import type { createRebuildHandlers } from './rebuild-handlers.ts';
import { keepKit, readKit } from './rebuild-kit.ts';
import { rebuildLabel } from './rebuild-marks.ts';
import { readServerFiles, removeServerFile, writeServerFile } from './server-files.ts';

const hostId = 'rt04';
const targetHostId = 'baru';
const pair = { hostId, targetHostId };
const context = { signal: new AbortController().signal, emit: async () => undefined };
let folder: string;
let old: Engine;
let fresh: Engine;
let stack: Stack;
let target: Docker;
const connections = new Map<string, HostConnection>();
let rebuild: ReturnType<typeof createRebuildHandlers>;
const secrets = new Map<string, string>();
let rows = '';

async function ask(docker: Docker, service: string, script: string): Promise<string> {
  const filters = { label: [`com.docker.compose.service=${service}`] };
  const [container] = await docker.listContainers({ filters });
  const argv = ['node', '-e', script];
  const running = await execInContainer(docker, container?.Id ?? '', { argv }, context.signal);
  let output = '';
  for await (const chunk of running.stdout) output += chunk.toString();
  expect({ code: await running.exitCode(), stderr: running.stderr() }).toEqual({ code: 0, stderr: '' });
  return output;
}
const digest = `const db = new (require('better-sqlite3'))('/app/data/warga.db', { readonly: true });
  const hash = require('crypto').createHash('sha256');
  for (const name of db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all())
    for (const row of db.prepare('SELECT * FROM ' + name).iterate()) hash.update(JSON.stringify(row));
  console.log(hash.digest('hex'));`;

beforeAll(async () => {
  folder = mkdtempSync('/tmp/ronda-reb-');
  old = await startEngine({ dir: join(folder, 'old') });
  fresh = await startEngine({ dir: join(folder, 'new') });
  target = new Docker({ socketPath: fresh.socketPath });
  stack = await startStack({ engine: old, dir: join(folder, 'stack') });
  connections.set(hostId, connectTo(old).connection);
  connections.set(targetHostId, { ...connectTo(fresh).connection, hostId: targetHostId });
  rebuild = createRebuildConsole(hostId, connections, join(folder, 'backups'), secrets);
}, 180_000);
afterAll(async () => {
  await stack?.stop().catch(() => undefined);
  await old?.stop({ removeData: true });
  await fresh?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

/** Everything a rebuild makes on the target, images aside. */
async function madeThere(): Promise<string[]> {
  const { Volumes } = await target.listVolumes();
  const networks = await target.listNetworks();
  return [
    ...(await target.listContainers({ all: true })).flatMap(({ Names }) => Names),
    ...Volumes.map(({ Name }) => Name),
    ...networks.map(({ Name }) => Name).filter((name) => !['bridge', 'host', 'none'].includes(name)),
  ].sort();
}
const planNow = async (): Promise<RebuildPlan> => (await rebuild['rebuild.plan'](pair, context)).plan;

test('without a kit nothing is planned, and a kit says what is missing', async () => {
  await expect(rebuild['rebuild.plan'](pair, context)).rejects.toMatchObject({ code: 'rebuild.no-kit' });
  const { kit } = await rebuild['rebuild.take-kit']({ hostId }, context);
  expect(kit.containers).toHaveLength(6);
  expect(kit.gaps.filter(({ kind }) => kind === 'image').length).toBeGreaterThan(0);
  expect(kit.gaps).toContainEqual({
    kind: 'database',
    name: '/app/data/warga.db',
    serviceId: 'warga-service',
  });
  expect(kit.files.map(({ path }) => path)).toContain(stack.composeFile);
  // What the window gets holds no value of the environment; the vault does.
  expect(JSON.stringify(kit)).not.toContain('sample-jwt-secret');
  expect([...secrets.values()].join()).toContain('sample-jwt-secret');
  await expect(rebuild['rebuild.plan'](pair, context)).rejects.toMatchObject({ code: 'rebuild.incomplete' });
});

test('what is missing is taken, and then nothing is', async () => {
  await stack.control('warga-service', { writerTps: 50 });
  await stack.control('warga-service', { writerTps: 0 });
  await ask(
    new Docker({ socketPath: old.socketPath }),
    'keuangan-service',
    "require('fs').writeFileSync('/app/data/kas.json', '[1,2,3]')",
  );
  const { kit } = await rebuild['rebuild.prepare']({ hostId }, context);
  expect(kit.gaps).toEqual([]);
  rows = await ask(new Docker({ socketPath: old.socketPath }), 'warga-service', digest);
}, 120_000);

test('a rebuild that is called off leaves nothing but images', async () => {
  await stack.stop();
  await old.stop({ removeData: true });
  connections.delete(hostId);
  const { planId, warnings } = await planNow();
  expect(warnings.map(({ code }) => code)).toEqual(['rebuild.by-hand']);
  const life = new AbortController();
  const until = (phase: string) => async (progress: { phase: string }) => {
    if (progress.phase === phase) life.abort();
  };
  await expect(
    rebuild['rebuild.run']({ ...pair, planId, reason: '' }, { signal: life.signal, emit: until('start') }),
  ).rejects.toThrow();
  expect(await madeThere()).toEqual([]);
  expect((await target.listImages()).length).toBeGreaterThan(0);
}, 120_000);

test('a plan that is older than the world is refused', async () => {
  await expect(
    rebuild['rebuild.run']({ ...pair, planId: 'x'.repeat(64), reason: '' }, context),
  ).rejects.toMatchObject({ code: 'rebuild.plan-outdated' });
});

test('a volume that is only a name for a folder is not filled while something lies there, and that stays', async () => {
  const store = {
    get: async (name: string) => secrets.get(name) ?? null,
    put: async (name: string, value: string) => void secrets.set(name, value),
  };
  const kit = await readKit(store, hostId);
  if (!kit) throw new Error('no kit');
  const device = join(folder, 'device');
  mkdirSync(device);
  writeFileSync(join(device, 'newer.db'), 'of this morning');
  const options = { type: 'none', o: 'bind', device };
  const isIt = ({ name }: { name: string }): boolean => name === 'prisma_warga-data';
  await keepKit(store, {
    ...kit,
    volumes: kit.volumes.map((each) => (isIt(each) ? { ...each, options } : each)),
  });
  const run = async () =>
    rebuild['rebuild.run']({ ...pair, planId: (await planNow()).planId, reason: '' }, context);
  try {
    await expect(run()).rejects.toMatchObject({
      code: 'rebuild.not-empty',
      params: { names: 'prisma_warga-data' },
    });
    expect(readdirSync(device)).toEqual(['newer.db']);
    expect(readFileSync(join(device, 'newer.db'), 'utf8')).toBe('of this morning');
    expect(await madeThere()).toEqual([]);
  } finally {
    await keepKit(store, kit);
  }
}, 120_000);

test('what a cut link left is removed by the next rebuild, which brings all services back with their data', async () => {
  const { planId } = await planNow();
  const cut = connectTo(fresh);
  connections.set(targetHostId, { ...cut.connection, hostId: targetHostId });
  const emit = async (progress: { phase: string }) => {
    if (progress.phase === 'start') cut.cut();
  };
  await expect(
    rebuild['rebuild.run']({ ...pair, planId, reason: '' }, { signal: context.signal, emit }),
  ).rejects.toMatchObject({ code: 'rebuild.interrupted' });
  expect(await madeThere()).not.toEqual([]);

  connections.set(targetHostId, { ...connectTo(fresh).connection, hostId: targetHostId });
  const plan = await planNow();
  expect(plan.leftovers).toContain('prisma_warga-data');
  const { result } = await rebuild['rebuild.run']({ ...pair, planId: plan.planId, reason: '' }, context);
  expect(result.containers).toHaveLength(6);
  expect(result.containers.filter(({ problem }) => problem !== '')).toEqual([]);
  expect(await ask(target, 'warga-service', digest)).toBe(rows);
  expect(
    await ask(
      target,
      'keuangan-service',
      "process.stdout.write(require('fs').readFileSync('/app/data/kas.json'))",
    ),
  ).toBe('[1,2,3]');
  const answer = await fetch(`http://127.0.0.1:${stack.ports.gateway}/health`);
  expect(await answer.json()).toMatchObject({ status: 'healthy' });
  const names = await madeThere();
  expect(names.filter((name) => name.includes('ronda'))).toEqual([]);
  const filters = { label: [rebuildLabel] };
  expect(await target.listContainers({ all: true, filters })).toHaveLength(6);
}, 180_000);

test('a server that has any of it is left alone', async () => {
  await expect(planNow()).rejects.toMatchObject({
    code: 'rebuild.not-empty',
    params: { names: expect.stringContaining('prisma_warga-data') },
  });
});

test('a small file of the server is read, put and taken away with owner and mode', async () => {
  const [image = ''] = (await target.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  const place = join(folder, 'etc');
  mkdirSync(place);
  writeFileSync(join(place, 'site.conf'), 'server {}\n', { mode: 0o640 });
  const path = join(place, 'site.conf');
  const [file] = await readServerFiles(target, image, path, context.signal);
  expect(file).toMatchObject({ path, mode: 0o640 });
  expect(file?.content.toString()).toBe('server {}\n');
  expect(await readServerFiles(target, image, join(folder, 'nirgends', 'x'), context.signal)).toEqual([]);
  const other = { path: join(place, 'new.conf'), uid: 33, gid: 33, mode: 0o600, content: Buffer.from('x') };
  await writeServerFile(target, image, other);
  expect(await readServerFiles(target, image, other.path, context.signal)).toEqual([other]);
  expect(await readServerFiles(target, image, place, context.signal)).toHaveLength(2);
  await removeServerFile(target, image, other.path);
  expect(await readServerFiles(target, image, other.path, context.signal)).toEqual([]);
}, 60_000);
