import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { loadSampleImages } from '../../../../e2e/testbed/image.ts';
import { writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { type Sshd, startSshd } from '../../../../e2e/testbed/sshd.ts';
import { ServiceSpec } from '../../../shared/domain/profile.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { createPublishedState } from '../../state/published-state.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import { createDatabaseLocks } from '../database-locks.ts';
import { createMemoryVault } from '../environment/testing/memory-vault.ts';
import { takeKit } from '../rebuild/take-kit.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { createConfigurationHandlers } from './configuration-handlers.ts';

const context = { signal: new AbortController().signal, emit: async () => undefined };
const image = 'ronda-sample/warga-service:1.0.0';
const secret = 'rahasia-kentongan';
const vault = createMemoryVault();
const journal: BackupJournalEntry[] = [];
let dir: string;
let engine: Engine;
let docker: Docker;
let sshd: Sshd;
let hosts: HostsFixture;
let hostId: string;
let config: ReturnType<typeof createConfigurationHandlers>;
/** Called before each container that we make. */
let beforeHelper = (): void => undefined;
let paths: Record<'compose' | 'nginx' | 'site' | 'mounted' | 'store' | 'pm2' | 'missing', string>;
const services = [
  ServiceSpec.parse({ id: 'warga-service', name: 'Warga', runsAs: 'container' }),
  ServiceSpec.parse({
    id: 'bot',
    name: 'Bot',
    runsAs: 'process',
    files: [
      { path: '~/bot/data-store.json', before: 'pm2 stop bot', after: 'pm2 start bot' },
      { path: '~/.pm2/dump.pm2', after: 'pm2 resurrect' },
      { path: '~/bot/missing.json' },
    ],
  }),
];

function write(
  path: string,
  text: string | Buffer,
  mode = 0o640,
  owner: readonly [number, number] = [33, 34],
): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chownSync(path, ...owner);
  chmodSync(path, mode);
}
const ownerOf = (path: string): number[] => {
  const { uid, gid, mode } = statSync(path);
  return [uid, gid, mode & 0o7777];
};
function watched(): HostConnection {
  const connection = hosts.service.get(hostId);
  const seen = new Proxy(connection.docker, {
    get(target, name) {
      if (name === 'createContainer') beforeHelper();
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return new Proxy(connection, {
    get: (target, name) => (name === 'docker' ? seen : Reflect.get(target, name)),
  });
}
const take = () => config['config.snapshot']({ hostId }, context);
async function historyOf(path: string) {
  const { histories } = await config['config.history']({ hostId }, context);
  return histories.find((each) => each.path === path) ?? expect.fail(`no history of ${path}`);
}
const helpersLeft = async () =>
  (await docker.listContainers({ all: true })).filter(({ Labels }) => 'org.ronda.helper' in Labels);

beforeAll(async () => {
  dir = mkdtempSync('/tmp/ronda-conf-');
  const home = join(dir, 'sshd', 'home');
  const project = join(dir, 'prisma');
  paths = {
    compose: join(project, 'compose.yaml'),
    nginx: join(dir, 'nginx', 'nginx.conf'),
    site: join(dir, 'nginx', 'sites-available', 'prisma'),
    mounted: join(project, 'gateway.json'),
    store: join(home, 'bot', 'data-store.json'),
    pm2: join(home, '.pm2', 'dump.pm2'),
    missing: join(home, 'bot', 'missing.json'),
  };
  write(paths.compose, 'services: {}\n');
  write(paths.nginx, 'events {}\n', 0o644, [0, 0]);
  write(paths.site, 'server {}\n');
  write(paths.mounted, '{"limit":1}\n');
  write(join(project, 'data', 'big.db'), 'no configuration\n');
  write(join(project, '.env'), `TOKEN=${secret}\n`);
  // Bytes that no text would come back from.
  write(paths.store, Buffer.from([0, 255, 13, 10, 128]), 0o600);
  write(paths.pm2, `[{"name":"bot","env":{"TOKEN":"${secret}"}}]`, 0o604);
  mkdirSync(join(dir, 'nginx', 'sites-enabled'));
  symlinkSync(paths.site, join(dir, 'nginx', 'sites-enabled', 'prisma'));

  engine = await startEngine({ dir: join(dir, 'eng') });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
  const container = await docker.createContainer({
    name: 'warga',
    Image: image,
    Entrypoint: ['sleep', '600'],
    Labels: {
      'com.docker.compose.service': 'warga-service',
      'com.docker.compose.project.working_dir': project,
      'com.docker.compose.project.config_files': 'compose.yaml,../../etc/../etc/\u0007bell',
    },
    HostConfig: {
      Binds: [
        `${paths.mounted}:/app/gateway.json:ro`,
        `${join(project, 'data')}:/app/data`,
        `${join(project, '.env')}:/app/.env:ro`,
      ],
    },
  });
  await container.start();

  sshd = await startSshd({ dir: join(dir, 'sshd') });
  hosts = await createHostsFixture({ dir });
  await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
  hostId = await hosts.connect({
    kind: 'ssh',
    address: sshd.host,
    port: sshd.port,
    user: sshd.user,
    auth: { method: 'key', file: sshd.identityFile },
    dockerSocket: engine.socketPath,
  });
  await hosts.waitForState(hostId, 'connected');
  config = createConfigurationHandlers({
    connections: { get: watched, subscribe: () => () => undefined },
    findServices: () => ({ hostName: 'RT 04', services, project: null }),
    vault,
    locks: createDatabaseLocks({ withLease: (_resource, work) => work() }),
    jobs: createJobs({
      repository: createMemoryRepositories().jobs,
      publisher: createPublishedState(),
      clock: systemClock,
      log: silentLog,
      owner: 't',
    }),
    clock: systemClock,
    onJournal: (entry) => void journal.push(entry),
    composeFileOf: () => paths.compose,
    userHome: '/not-this-computer',
    nginxFolder: join(dir, 'nginx'),
  });
}, 180_000);
afterAll(async () => {
  await hosts?.stop();
  await sshd?.stop();
  await engine?.stop({ removeData: true });
  rmSync(dir, { recursive: true, force: true });
});

test('files of all four kinds are found over SSH, kept once, and again only where they changed', async () => {
  const first = await take();
  expect(first.leftOut).toMatchObject([{ why: { code: 'config.bad-path' } }]);
  expect(first.absent).toEqual([paths.missing]);
  const { histories } = await config['config.history']({ hostId }, context);
  expect(Object.fromEntries(histories.map(({ path, origin }) => [path, origin]))).toEqual({
    [paths.compose]: 'compose',
    [paths.nginx]: 'nginx',
    [paths.site]: 'nginx',
    [paths.mounted]: 'mounted',
    [paths.store]: 'manual',
    [paths.pm2]: 'manual',
    [paths.missing]: 'manual',
  });
  expect((await historyOf(paths.missing)).snapshots).toMatchObject([{ snapshot: 1, isThere: false }]);
  expect(await take()).toMatchObject({ added: [], unchanged: 7 });

  write(paths.compose, 'services: {}\nvolumes: {}\n');
  rmSync(paths.site);
  const second = await take();
  expect(second.added.map(({ path, snapshot }) => [path, snapshot])).toEqual([
    [paths.compose, 2],
    [paths.site, 2],
  ]);
  expect((await historyOf(paths.compose)).snapshots[1]?.lines).toEqual({ added: 1, removed: 0 });
  expect((await historyOf(paths.site)).snapshots[1]?.isThere).toBe(false);
  expect(await helpersLeft()).toEqual([]);
}, 120_000);

test('each kind is put back byte for byte with its owner and mode, after what stands there was kept', async () => {
  write(paths.site, 'server {}\n');
  await take();
  const kept = { compose: 2, nginx: 1, site: 1, mounted: 1, store: 1, pm2: 1 } as const;
  const after = {
    compose: [`cd '${dirname(paths.compose)}' && docker compose up -d`],
    nginx: ['sudo nginx -t && sudo systemctl reload nginx'],
    site: ['sudo nginx -t && sudo systemctl reload nginx'],
    mounted: ['docker restart warga'],
    store: ['pm2 start bot'],
    pm2: ['pm2 resurrect'],
  };
  for (const name of ['compose', 'nginx', 'site', 'mounted', 'store', 'pm2'] as const) {
    const path = paths[name];
    const was = { bytes: readFileSync(path), owner: ownerOf(path) };
    const { historyId } = await historyOf(path);
    writeFileSync(path, `written over\n${name}\n`);
    const target = { hostId, historyId, snapshot: kept[name] };
    const { plan } = await config['config.plan-restore'](target, context);
    expect(plan).toMatchObject({ path, isThere: true, isSame: false, after: after[name] });
    expect(plan.before).toEqual(name === 'store' ? ['pm2 stop bot'] : []);
    expect(JSON.stringify(plan)).not.toContain('written over');
    const order = { ...target, planId: plan.planId, reason: '' };
    const { result } = await config['config.restore'](order, context);
    expect(result).toMatchObject({ outcome: 'restored', reason: '' });
    expect(readFileSync(path).equals(was.bytes), name).toBe(true);
    expect(ownerOf(path), name).toEqual(was.owner);
    expect(readdirSync(dirname(path)).filter((each) => each.includes('ronda'))).toEqual([]);
    const safety = { hostId, historyId, snapshot: result.safetySnapshot ?? 0, as: 'content' as const };
    expect((await config['config.show'](safety, context)).text).toBe(`written over\n${name}\n`);
  }
  expect(await helpersLeft()).toEqual([]);
}, 180_000);

test('what is read back wrong is rolled back, and both are kept', async () => {
  const path = paths.compose;
  const was = { bytes: readFileSync(path), owner: ownerOf(path) };
  const { historyId } = await historyOf(path);
  const target = { hostId, historyId, snapshot: 1 };
  const { plan } = await config['config.plan-restore'](target, context);
  // Somebody else writes to it between the rename and the read-back.
  beforeHelper = () => {
    if (readFileSync(path).equals(was.bytes)) return;
    writeFileSync(path, 'of somebody else');
    beforeHelper = () => undefined;
  };
  const { result } = await config['config.restore']({ ...target, planId: plan.planId, reason: '' }, context);
  expect(result).toMatchObject({ outcome: 'rolled-back', reason: expect.stringContaining('read back') });
  expect(readFileSync(path).equals(was.bytes)).toBe(true);
  expect(ownerOf(path)).toEqual(was.owner);
  const safety = { hostId, historyId, snapshot: result.safetySnapshot ?? 0, as: 'content' as const };
  expect((await config['config.show'](safety, context)).text).toBe(was.bytes.toString());
  expect(journal.filter(({ event }) => event === 'rolled-back')).toHaveLength(1);
  expect(await helpersLeft()).toEqual([]);
}, 60_000);

test('a plan that the file has outrun is refused, and the file is left alone', async () => {
  const { historyId } = await historyOf(paths.compose);
  const target = { hostId, historyId, snapshot: 1 };
  const { plan } = await config['config.plan-restore'](target, context);
  write(paths.compose, 'meanwhile\n');
  await expect(
    config['config.restore']({ ...target, planId: plan.planId, reason: '' }, context),
  ).rejects.toMatchObject({ code: 'env.plan-outdated' });
  expect(readFileSync(paths.compose, 'utf8')).toBe('meanwhile\n');
});

test('a folder that is gone is told with what to do; a file that is gone comes back with the owner it had', async () => {
  const { historyId } = await historyOf(paths.pm2);
  const target = { hostId, historyId, snapshot: 1 };
  const was = { bytes: readFileSync(paths.pm2), owner: ownerOf(paths.pm2) };
  rmSync(dirname(paths.pm2), { recursive: true });
  await expect(config['config.plan-restore'](target, context)).rejects.toMatchObject({
    code: 'config.no-folder',
    hint: expect.stringContaining('make the folder'),
  });
  mkdirSync(dirname(paths.pm2));
  const { plan } = await config['config.plan-restore'](target, context);
  expect(plan.isThere).toBe(false);
  await config['config.restore']({ ...target, planId: plan.planId, reason: '' }, context);
  expect(readFileSync(paths.pm2).equals(was.bytes)).toBe(true);
  expect(ownerOf(paths.pm2)).toEqual(was.owner);
}, 60_000);

test.each(['a link', 'a folder'])(
  '%s in the place of a file is neither followed nor replaced',
  async (what) => {
    const outside = join(dir, 'outside');
    writeFileSync(outside, 'untouched');
    const { historyId, snapshots } = await historyOf(paths.mounted);
    rmSync(paths.mounted, { recursive: true, force: true });
    if (what === 'a link') symlinkSync(outside, paths.mounted);
    else mkdirSync(paths.mounted);
    await expect(
      config['config.plan-restore']({ hostId, historyId, snapshot: 1 }, context),
    ).rejects.toMatchObject({ code: 'config.not-a-file' });
    const taken = await take();
    expect(taken.leftOut).toContainEqual(
      expect.objectContaining({
        what: paths.mounted,
        why: expect.objectContaining({ code: 'config.not-a-file' }),
      }),
    );
    expect((await historyOf(paths.mounted)).snapshots).toHaveLength(snapshots.length);
    expect(lstatSync(paths.mounted).isSymbolicLink()).toBe(what === 'a link');
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
  },
  60_000,
);

test('what the manual names goes into the kit of a rebuild, too', async () => {
  const kit = await takeKit(
    hosts.service.get(hostId),
    hostId,
    {
      host: { hostName: 'RT 04', services, project: null },
      composeFile: paths.compose,
      userHome: '/not-this-computer',
      nginxFolder: join(dir, 'nginx'),
    },
    Date.now(),
    context.signal,
  );
  const inKit = kit.files.map(({ path }) => path);
  for (const path of [paths.store, paths.pm2, paths.compose, paths.nginx, paths.site])
    expect(inKit).toContain(path);
}, 60_000);

test('while the vault is locked nothing is read or put back, and it is said', async () => {
  vault.setState('locked');
  const locked = { code: 'vault.locked', hint: expect.stringContaining('Unlock') };
  await expect(take()).rejects.toMatchObject(locked);
  await expect(config['config.history']({ hostId }, context)).rejects.toMatchObject(locked);
  vault.setState('open');
  const { historyId } = await historyOf(paths.pm2);
  vault.setState('locked');
  const target = { hostId, historyId, snapshot: 1 };
  await expect(config['config.plan-restore'](target, context)).rejects.toMatchObject(locked);
  vault.setState('open');
});

test('the journal tells paths and numbers, and nothing that stands in a file', () => {
  expect(journal.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['backup-taken', 'restored', 'value-revealed', 'restore-failed', 'backup-failed']),
  );
  expect(JSON.stringify(journal)).not.toMatch(/rahasia|written over|server \{\}/);
});
