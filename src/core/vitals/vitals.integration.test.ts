import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../e2e/testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../../../e2e/testbed/known-hosts.ts';
import { type Sshd, startSshd } from '../../../e2e/testbed/sshd.ts';
import { waitFor } from '../../../e2e/testbed/wait-for.ts';
import { type Profile, VitalThresholds } from '../../shared/domain/profile.ts';
import type { HealthTransition } from '../health/transition.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import { readVitals } from './read-vitals.ts';
import { createVitals, type VitalsFeature, type VitalsPorts } from './vitals-watch.ts';

let dir = '';
let engine: Engine;
let sshd: Sshd;
let hosts: HostsFixture;
let remote = '';
let local = '';
const features: VitalsFeature[] = [];
const context = { signal: AbortSignal.timeout(100_000), emit: async () => undefined };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitals-'));
  engine = await startEngine({ dir: `/tmp/vitals-${process.pid}` });
  sshd = await startSshd({ dir: join(dir, 'sshd') });
  hosts = await createHostsFixture({ dir });
  await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
  await copyFile(sshd.identityFile, join(dir, 'key'));
  remote = await hosts.connect({
    kind: 'ssh',
    address: sshd.host,
    port: sshd.port,
    user: sshd.user,
    auth: { method: 'key', file: join(dir, 'key') },
    dockerSocket: engine.socketPath,
  });
  local = await hosts.connect({ kind: 'local', socketPath: engine.socketPath });
  await hosts.waitForState(remote, 'connected');
  await hosts.waitForState(local, 'connected');
});
afterAll(async () => {
  for (const feature of features) feature.stop();
  await hosts?.stop();
  await sshd?.stop();
  await engine?.stop({ removeData: true });
  await rm(dir, { recursive: true, force: true });
});

function create(thresholds: object, over: Partial<VitalsPorts> = {}) {
  const told: HealthTransition[] = [];
  const vitals = VitalThresholds.parse(thresholds);
  const feature = createVitals({
    connections: hosts.service,
    configOf: (hostId) => hosts.service.config(hostId),
    profileOf: () => ({ vitals }) as Partial<Profile> as Profile,
    platform: process.platform,
    clock: systemClock,
    log: silentLog,
    language: () => 'en',
    isLeaseHolder: () => true,
    openCauses: () => [],
    isSilent: () => false,
    onTransition: (transition) => void told.push(transition),
    ...over,
  });
  features.push(feature);
  return { feature, told, vitals };
}

test('a server over SSH and this computer tell the same disk, memory and load, and the clock is the same', async () => {
  const { feature } = create({ diskPercent: 100 });
  const read = () =>
    Promise.all(
      [remote, local].map(
        async (hostId) => (await feature.handlers['vitals.read']({ hostId }, context)).vitals,
      ),
    );
  // An engine that is busy with its neighbours may take longer over its disk use than it is given.
  await waitFor("Docker's disk use", async () => (await read()).every((vitals) => vitals?.docker));
  const [there, here] = await read();
  const root = there?.disks.find(({ mount }) => mount === '/');
  expect(root?.sizeBytes).toBeGreaterThan(1e9);
  expect(here?.disks.find(({ mount }) => mount === '/')?.sizeBytes).toBe(root?.sizeBytes);
  expect(here?.memory?.totalBytes).toBe(there?.memory?.totalBytes);
  expect(there?.load?.cpus).toBe(here?.load?.cpus);
  expect(there?.clockSkewMs).toBe(0);
  expect(there?.docker?.map(({ kind }) => kind)).toEqual(['images', 'containers', 'volumes', 'build-cache']);
});

test('over its threshold is one transition, and under it again another, also when this process began in between', async () => {
  const first = create({ diskPercent: 1, every: '1s' });
  first.feature.start();
  await hosts.service.disconnect(remote);
  hosts.service.connect(remote);
  const down = await waitFor('the disk to be told', () =>
    first.told.find(({ vital }) => vital?.key === 'disk:/'),
  );
  expect(down).toMatchObject({ hostId: remote, serviceId: null, to: 'down' });
  expect(down.vital?.title).toMatch(/^The disk at \/ is [\d.]+ % full\.$/);
  await new Promise((resolve) => setTimeout(resolve, 6000));
  expect(first.told.filter(({ vital }) => vital?.key === 'disk:/')).toHaveLength(1);
  first.feature.stop();

  const second = create({ diskPercent: 100, every: '1s' }, { openCauses: () => [`${remote}/vital:disk:/`] });
  second.feature.start();
  await hosts.service.disconnect(remote);
  hosts.service.connect(remote);
  const up = await waitFor('the recovery to be told', () => second.told.find(({ to }) => to === 'up'));
  expect(up).toMatchObject({ hostId: remote, vital: { key: 'disk:/' } });
});

test('macOS and Windows are told honestly that this computer is not read', async () => {
  for (const platform of ['darwin', 'win32'] as const) {
    const { feature } = create({}, { platform });
    const reading = feature.handlers['vitals.read']({ hostId: local }, context);
    await expect(reading).rejects.toMatchObject({ code: 'vitals.not-available' });
  }
});

test('a server without df and /proc says that it tells nothing', async () => {
  const connection = hosts.service.get(local);
  const mute = {
    ...connection,
    exec: async () => ({ code: 127, stdout: Buffer.alloc(0), stderr: Buffer.from('sh: not found') }),
  };
  const reading = readVitals(mute, {
    target: { kind: 'local' },
    platform: 'linux',
    clock: systemClock,
    withDocker: false,
    signal: context.signal,
  });
  await expect(reading).rejects.toMatchObject({
    code: 'vitals.unreadable',
    params: { detail: 'sh: not found' },
  });
});
