import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../e2e/testbed/engine.ts';
import { runCommand } from '../../../e2e/testbed/processes.ts';
import { type Stack, startStack } from '../../../e2e/testbed/stack.ts';
import { profileForStack } from '../../../e2e/testbed/stack-profile.ts';
import { waitFor } from '../../../e2e/testbed/wait-for.ts';
import type { TileView } from '../../shared/domain/service.ts';
import { createMemoryRepositories } from '../backup/testing/memory-repositories.ts';
import { createHostsFeature } from '../hosts/hosts-feature.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import { loadProfiles } from '../profile/profile-store.ts';
import { type ActionDone, createServiceActions } from '../services/service-actions.ts';
import { serviceHandlers } from '../services/service-handlers.ts';
import { createPublishedState } from '../state/published-state.ts';
import { healthHandlers } from './health-handlers.ts';
import { createHealthService } from './health-service.ts';
import { hostsOfState } from './host-directory.ts';
import type { HealthTransition } from './transition.ts';

const builtIn = fileURLToPath(new URL('../../../resources/profiles/', import.meta.url));
const dir = mkdtempSync('/tmp/ronda-hl-');
const context = { signal: new AbortController().signal, emit: async () => undefined };
const hostId = 'rt04';
let engine: Engine;
let stack: Stack;
const cleanups: (() => Promise<unknown> | unknown)[] = [];

beforeAll(async () => {
  engine = await startEngine({ dir: join(dir, 'e') });
  stack = await startStack({ engine, dir: join(dir, 's'), healthInterval: '1s' });
});
afterAll(async () => {
  await stack?.stop();
  await engine?.stop({ removeData: true });
  rmSync(dir, { recursive: true, force: true });
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function watchStack(repositories = createMemoryRepositories()) {
  const state = createPublishedState();
  const home = mkdtempSync(join(dir, 'h-'));
  const profiles = await loadProfiles({
    builtInFolder: builtIn,
    importedFolder: join(home, 'profiles'),
    state,
  });
  await profiles.import(await profileForStack({ ports: stack.ports, every: '2s' }));
  const hosts = createHostsFeature({
    transferPace: () => null,
    repository: repositories.hosts,
    state,
    clock: systemClock,
    log: silentLog,
    secrets: { get: async () => null, put: async () => undefined, forget: async () => undefined },
    requireProfile: async () => undefined,
    findProjects: async () => [],
    home,
    userHome: home,
    platform: process.platform,
    env: process.env,
  });
  const health = createHealthService({
    connections: hosts.service,
    hosts: hostsOfState(state),
    profiles,
    state,
    repositories,
    clock: systemClock,
    log: silentLog,
    isLeaseHolder: () => true,
    language: () => 'en',
  });
  const transitions: HealthTransition[] = [];
  health.transitions.subscribe((transition) => transitions.push(transition));
  const actions = createServiceActions({
    connections: hosts.service,
    watchOf: health.watchOf,
    clock: systemClock,
    log: silentLog,
    author: () => 'Siti',
  });
  const done: ActionDone[] = [];
  actions.onAction.subscribe((action) => done.push(action));
  await hosts.service.start();
  await health.start();
  const stop = async (): Promise<void> => {
    health.stop();
    await hosts.service.stop();
  };
  cleanups.push(stop);
  if (!state.get('hosts', hostId))
    await hosts.service.add({
      name: 'RT04',
      target: { kind: 'local', socketPath: engine.socketPath },
      profileId: 'prisma-rt04',
    });
  await hosts.service.connectAndWait(hostId, context.signal);
  const tile = (serviceId: string): TileView => {
    const found = state.get('tiles', `${hostId}/${serviceId}`);
    if (!found) throw new Error(`no tile ${serviceId}`);
    return found;
  };
  return {
    ...{ state, hosts, health, transitions, done, tile, stop, repositories },
    ...healthHandlers({ health, connections: hosts.service, repositories, clock: systemClock }),
    ...serviceHandlers({
      actions,
      connections: hosts.service,
      watchOf: health.watchOf,
      usage: repositories.usage,
      clock: systemClock,
    }),
    is: (serviceId: string, status: TileView['status']) =>
      waitFor(`${serviceId} to be ${status}`, () => tile(serviceId).status === status, {
        timeoutMs: 30_000,
      }).catch((error) => {
        throw new Error(`${error.message}; it is ${JSON.stringify(tile(serviceId), null, 1)}`);
      }),
  };
}

test('the first round turns every tile of the sample stack green, with what Docker knows of it', async () => {
  const ronda = await watchStack();
  const { tiles } = await ronda['health.check-now']({ hostId }, context);
  expect(tiles.map(({ serviceId, status }) => `${serviceId} ${status}`)).toEqual([
    'gateway up',
    'warga-service up',
    'keuangan-service up',
    'keamanan-service up',
    'surat-service up',
    'ai-service up',
    'ollama up',
    'frontend up',
  ]);
  expect(ronda.tile('ai-service').reason).toContain('provider ollama: up');
  await waitFor('two samples', () => ronda.tile('warga-service').containers[0]?.cpuPercent !== null, {
    timeoutMs: 40_000,
  });
  const [container] = ronda.tile('warga-service').containers;
  expect(container).toMatchObject({ state: 'running', health: 'healthy' });
  expect(container?.memoryBytes).toBeGreaterThan(1e6);
  const { containers } = await ronda['services.describe']({ hostId, serviceId: 'warga-service' }, context);
  expect(containers[0]?.environmentNames).toContain('JWT_SECRET');
  expect(JSON.stringify(containers)).not.toContain('sample-jwt-secret');
  expect(containers[0]?.mounts).toContainEqual(
    expect.objectContaining({ target: '/app/data', source: expect.stringContaining('warga-data') }),
  );
});

test('an unhealthy service goes through pending to down, and back up when it is well again', async () => {
  const ronda = await watchStack();
  await ronda.is('surat-service', 'up');
  await stack.control('surat-service', { unhealthy: true });
  await ronda.is('surat-service', 'down');
  await waitFor('Docker to see it', () => ronda.tile('surat-service').containers[0]?.health === 'unhealthy');
  await stack.control('surat-service', { unhealthy: false });
  await ronda.is('surat-service', 'up');
  const seen = ronda.transitions.filter(({ serviceId }) => serviceId === 'surat-service');
  expect(seen.map(({ from, to }) => `${from} ${to}`).slice(0, 3)).toEqual([
    'unobserved up',
    'up pending',
    'pending down',
  ]);
  expect(seen.at(-1)).toMatchObject({ to: 'up' });
  const since = Date.now() - 60_000;
  const { beats } = await ronda['health.history'](
    { hostId, serviceId: 'surat-service', checkId: 'health', sinceMs: since },
    context,
  );
  expect(beats.some(({ status, cause }) => status === 'down' && cause?.code === 'health.wrong-status')).toBe(
    true,
  );
});

test('a service stopped from outside is down; stopped through Ronda with a reason it is paused, also after a restart of Ronda', async () => {
  const ronda = await watchStack();
  await ronda.is('keuangan-service', 'up');
  await stack.stopService('keuangan-service');
  await ronda.is('keuangan-service', 'down');
  // Its refused connection may be seen before what Docker says.
  await expect.poll(() => ronda.tile('keuangan-service').reason).toContain('not running');
  const input = { hostId, serviceId: 'keuangan-service', reason: '' };
  const started = await ronda['services.act']({ ...input, action: 'start' }, context);
  expect(started.commands).toMatchObject([{ ok: true }]);
  await ronda.is('keuangan-service', 'up');

  const name = ronda.tile('keuangan-service').containers[0]?.name ?? '';
  const { commands } = await ronda['services.preview']({ ...input, action: 'stop' }, context);
  expect(commands).toEqual([`docker stop ${name}`]);
  const before = ronda.transitions.length;
  await ronda['services.act'](
    { ...input, action: 'stop', reason: 'Ganti skema', incidentId: 'i-1' },
    context,
  );
  await expect
    .poll(() => ronda.tile('keuangan-service'))
    .toMatchObject({
      status: 'paused',
      paused: { by: 'Siti', reason: 'Ganti skema' },
      containers: [{ state: 'exited' }],
    });
  expect(ronda.done.at(-1)).toMatchObject({
    incidentId: 'i-1',
    commands: [{ command: `docker stop ${name}`, ok: true }],
  });
  await ronda.stop();
  const again = await watchStack(ronda.repositories);
  await again.is('keuangan-service', 'paused');
  expect([...ronda.transitions.slice(before), ...again.transitions].some(({ to }) => to === 'down')).toBe(
    false,
  );
  await again['services.act']({ ...input, action: 'restart' }, context);
  await again.is('keuangan-service', 'up');
  expect(again.tile('keuangan-service').paused).toBeNull();
});

// Made by hand with Compose's labels: a second replica that Compose makes is blocked by the fixed published port.
test('three replicas stand behind one tile; one of them stopped makes it degraded', async () => {
  const ronda = await watchStack();
  await ronda.is('warga-service', 'up');
  const volumes = ['-v', `${stack.project}_warga-data:/app/data`];
  const labels = (number: number) => [
    ...['--label', `com.docker.compose.project=${stack.project}`],
    ...['--label', 'com.docker.compose.service=warga-service', '--label', 'com.docker.compose.oneoff=False'],
    ...['--label', `com.docker.compose.container-number=${number}`],
  ];
  const command = ['node', 'services/warga-service.mjs'];
  for (const number of [2, 3]) {
    const name = `${stack.project}-warga-service-${number}`;
    await runCommand(
      'docker',
      [
        'run',
        '-d',
        '--name',
        name,
        ...labels(number),
        ...volumes,
        'ronda-sample/warga-service:1.0.0',
        ...command,
      ],
      { env: engine.docker },
    );
    cleanups.push(() => runCommand('docker', ['rm', '-f', name], { env: engine.docker }));
  }
  await waitFor('three containers', () => ronda.tile('warga-service').containers.length === 3);
  await runCommand(
    'docker',
    [
      'run',
      '-d',
      '--rm',
      '--label',
      'com.docker.compose.oneoff=True',
      ...labels(9).slice(0, 4),
      'ronda-sample/warga-service:1.0.0',
      'sleep',
      '8',
    ],
    { env: engine.docker },
  );
  await ronda.is('warga-service', 'up');
  expect(ronda.tile('warga-service').containers).toHaveLength(3);
  await runCommand('docker', ['stop', '-t', '1', `${stack.project}-warga-service-3`], { env: engine.docker });
  await ronda.is('warga-service', 'degraded');
  expect(ronda.tile('warga-service').cause?.code).toBe('health.some-stopped');
  const gone = { hostId, serviceId: 'warga-service', action: 'restart' as const, reason: '' };
  await expect(
    ronda['services.act']({ ...gone, containerIds: ['0123456789ab'] }, context),
  ).rejects.toMatchObject({ code: 'services.gone' });
});

test('a crash loop is one state, down, and not a blinking one', async () => {
  const ronda = await watchStack();
  await ronda.is('keamanan-service', 'up');
  await stack.control('keamanan-service', { crashAfterMs: 1500 });
  await ronda.is('keamanan-service', 'down');
  await waitFor(
    'the loop to be seen',
    () =>
      ronda.tile('keamanan-service').status === 'down' &&
      ronda.tile('keamanan-service').cause?.code === 'health.restart-loop',
    {
      timeoutMs: 60_000,
    },
  );
  const from = ronda.transitions.length;
  await new Promise((resolve) => setTimeout(resolve, 8000));
  const blinks = ronda.transitions.slice(from).filter(({ serviceId }) => serviceId === 'keamanan-service');
  expect(blinks).toEqual([]);
  await stack.control('keamanan-service', { crashAfterMs: 0 });
  await stack.compose(['up', '-d', '--force-recreate', '--no-deps', 'keamanan-service']);
  await ronda.is('keamanan-service', 'up');
});

test('without a connection every tile is unobserved and keeps what was seen last', async () => {
  const ronda = await watchStack();
  await ronda['health.check-now']({ hostId }, context);
  await ronda.hosts.service.disconnect(hostId);
  await waitFor('all grey', () => ronda.state.list('tiles').every(({ status }) => status === 'unobserved'));
  expect(ronda.tile('gateway')).toMatchObject({ lastSeen: { status: 'up' } });
  expect(ronda.tile('gateway').checks[0]?.recent.length).toBeGreaterThan(0);
  await expect(ronda['health.check-now']({ hostId }, context)).rejects.toMatchObject({
    code: 'hosts.not-connected',
  });
});
