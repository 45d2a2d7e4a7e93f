import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Profile } from '../../shared/domain/profile.ts';
import type { TileView } from '../../shared/domain/service.ts';
import { RondaError } from '../../shared/errors.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import { type FakeDaemon, startFakeDaemon } from '../services/testing/fake-daemon.ts';
import { createHostWatch, type HostWatch, type HostWatchPorts, type StoredHealth } from './host-watch.ts';
import type { HealthTransition } from './transition.ts';

const nothing: StoredHealth = { states: [], beats: [], paused: [] };
const ids = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'] as const;
let daemon: FakeDaemon;
let web: Server;
let answerStatus: number;
let transitions: HealthTransition[];
let tiles: Map<string, TileView>;
let kept: string[];
let holder: boolean;
let silenceOf: HostWatchPorts['silenceOf'];
const losers: (() => void)[] = [];

beforeEach(async () => {
  daemon = await startFakeDaemon();
  daemon.containers = [
    {
      id: ids[0],
      name: 'prisma_warga-service_1',
      service: 'warga-service',
      state: 'running',
      health: 'healthy',
    },
    {
      id: ids[1],
      name: 'prisma-surat-service-1',
      service: 'surat-service',
      state: 'running',
      health: 'healthy',
    },
  ];
  answerStatus = 200;
  web = createServer((_request, response) => response.writeHead(answerStatus).end('{"status":"healthy"}'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  transitions = [];
  tiles = new Map();
  kept = [];
  holder = true;
  silenceOf = () => null;
});
afterEach(() => {
  for (const lose of losers.splice(0)) lose();
  daemon.stop();
  web.close();
});

function profile(): Profile {
  const port = (web.address() as AddressInfo).port;
  const service = (id: string) => ({
    id,
    name: id,
    runsAs: 'container',
    checks: [
      { id: 'health', kind: 'http', url: `http://127.0.0.1:${port}/health`, every: '200ms' },
      { id: 'docker', kind: 'docker', every: '200ms' },
    ],
  });
  const severity = { meaning: 'x', respondWithin: '1h', example: 'x' };
  const steps = ['detect', 'assess', 'contain', 'fix', 'test', 'deploy', 'review'];
  return Profile.parse({
    schema: 1,
    id: 'test',
    name: 'Test',
    compose: {},
    services: [service('warga-service'), service('surat-service')],
    incidents: {
      severities: { P1: severity, P2: severity, P3: severity, P4: severity },
      suggest: { allDown: 'P1', main: 'P2', other: 'P3' },
      procedure: steps.map((step) => ({ step, text: 'x' })),
    },
  });
}

function createWatch(stored = nothing): HostWatch {
  return createHostWatch({
    host: { id: 'rt', name: 'RT 04' },
    profile: profile(),
    stored,
    clock: systemClock,
    log: silentLog,
    language: () => 'en',
    isLeaseHolder: () => holder,
    publishTile: (tile) => tiles.set(tile.serviceId, tile),
    databases: () => [],
    silenceOf: (serviceId) => silenceOf(serviceId),
    uptimeOf: () => null,
    bot: null,
    browser: null,
    onUsage: () => undefined,
    onTransition: (transition) => transitions.push(transition),
    keepBeat: async (key, beat) => void kept.push(`${key.serviceId} ${key.checkId} ${beat.status}`),
    keepPaused: async () => undefined,
  });
}

function connect(watch: HostWatch): (reason: RondaError) => void {
  const { connection, lose } = daemon.connect('rt');
  const end = (reason: RondaError): void => {
    lose(reason);
    watch.disconnected();
  };
  losers.push(() => end(new RondaError('hosts.disconnected', { host: 'RT 04' })));
  watch.connected(connection);
  return end;
}

const patient = { timeout: 12_000, interval: 20 };
const statuses = (): string => [...tiles.values()].map(({ status }) => status).join(' ');
const become = (expected: string): Promise<void> =>
  vi.waitFor(() => expect(statuses()).toBe(expected), patient);
const lost = () => new RondaError('hosts.connection-lost', { host: 'RT 04', detail: 'reset' });

test('a lost host raises one transition, keeps what was seen, and its return raises one too', async () => {
  const watch = createWatch();
  const end = connect(watch);
  await become('up up');
  transitions.length = 0;
  end(lost());
  expect(statuses()).toBe('unobserved unobserved');
  expect(tiles.get('warga-service')).toMatchObject({
    lastSeen: { status: 'up' },
    cause: { code: 'health.not-observed' },
  });
  expect(transitions.map(({ serviceId, from, to }) => [serviceId, from, to])).toEqual([
    [null, 'up', 'unobserved'],
  ]);
  connect(watch);
  await become('up up');
  expect(transitions.map(({ serviceId, to }) => [serviceId, to])).toEqual([
    [null, 'unobserved'],
    [null, 'up'],
  ]);
});

test('a person who disconnects is told nothing', async () => {
  const watch = createWatch();
  const end = connect(watch);
  await become('up up');
  transitions.length = 0;
  end(new RondaError('hosts.disconnected', { host: 'RT 04' }));
  expect(transitions).toEqual([]);
});

test('failures without end raise one down, and their end one recovery', async () => {
  const watch = createWatch();
  connect(watch);
  await become('up up');
  answerStatus = 500;
  await become('down down');
  await new Promise((resolve) => setTimeout(resolve, 600));
  answerStatus = 200;
  await become('up up');
  const warga = transitions.filter(({ serviceId }) => serviceId === 'warga-service').map(({ to }) => to);
  expect(warga).toEqual(['up', 'pending', 'down', 'up']);
  expect(transitions.some(({ to, allDown }) => to === 'down' && allDown)).toBe(true);
});

test('an unhealthy container is never green although its service answers', async () => {
  const watch = createWatch();
  connect(watch);
  await become('up up');
  const [warga] = daemon.containers;
  if (warga) warga.health = 'unhealthy';
  await watch.containers('warga-service');
  expect(tiles.get('warga-service')?.status).not.toBe('up');
  await become('down up');
});

test('a daemon that answers with errors, bad JSON or half a body: unobserved with the reason, and back by itself', async () => {
  const watch = createWatch();
  daemon.intercept = (path, response) => {
    if (path !== '/containers/json') return false;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('[{"Id": 17}]');
    return true;
  };
  connect(watch);
  await vi.waitFor(() => expect(kept).toContain('warga-service health up'), patient);
  await vi.waitFor(
    () => expect(tiles.get('warga-service')?.cause?.code).toBe('services.unreadable'),
    patient,
  );
  await expect(watch.containers('warga-service')).rejects.toMatchObject({ code: 'services.unreadable' });
  daemon.intercept = (path, response) => {
    if (path !== '/containers/json') return false;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('[{"Id":');
    response.destroy();
    return true;
  };
  await expect(watch.containers('warga-service')).rejects.toMatchObject({ code: 'services.unreadable' });
  daemon.intercept = null;
  await watch.containers('warga-service');
  await become('up up');
});

test('one-off containers are no replicas, and a hostile name is text like any other', async () => {
  const name = '<img src=x onerror=alert(1)>';
  daemon.containers.push(
    { id: ids[2], name, service: 'warga-service', state: 'running', health: 'healthy' },
    { id: 'dddddddddddd', name: 'run', service: 'warga-service', state: 'exited', oneOff: 'True' },
  );
  const watch = createWatch();
  connect(watch);
  await become('up up');
  expect(tiles.get('warga-service')?.containers.map((one) => one.name)).toEqual(
    expect.arrayContaining([name, 'prisma_warga-service_1']),
  );
  expect(tiles.get('warga-service')?.containers).toHaveLength(2);
});

test('a paused service that is started outside Ronda is watched again', async () => {
  const paused = { hostId: 'rt', serviceId: 'surat-service', at: 1000, by: 'Siti', reason: 'x' };
  const surat = daemon.containers[1];
  if (surat) surat.state = 'exited';
  const watch = createWatch({ ...nothing, paused: [paused] });
  connect(watch);
  await become('up paused');
  if (surat) surat.state = 'running';
  await watch.containers('surat-service');
  await become('up up');
  expect(tiles.get('surat-service')?.paused).toBeNull();
});

test('who does not hold the lease runs nothing by itself and keeps nothing, but checks when asked', async () => {
  holder = false;
  const watch = createWatch();
  connect(watch);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(kept).toEqual([]);
  const checked = await watch.checkNow(undefined);
  expect(checked.map(({ status }) => status)).toEqual(['up', 'up']);
  expect([kept, transitions]).toEqual([[], []]);
});

test('the last beats are shown at once after a start, and what was down needs no second failure', async () => {
  const at = Date.now() - 60_000;
  const beat = { at, outcome: 'fail', status: 'down', latencyMs: 1, message: 'gone' } as const;
  const key = { serviceId: 'warga-service', checkId: 'health' };
  answerStatus = 500;
  const watch = createWatch({
    ...nothing,
    beats: [{ ...key, beats: [beat] }],
    states: [{ ...key, hostId: 'rt', status: 'down', since: at, failuresInARow: 5 }],
  });
  expect(tiles.get('warga-service')).toMatchObject({
    status: 'unobserved',
    lastSeen: { status: 'down', at },
    checks: [{ recent: [beat] }, { recent: [] }],
  });
  connect(watch);
  await vi.waitFor(() => expect(tiles.get('warga-service')?.status).toBe('down'), patient);
  expect(transitions.find(({ serviceId }) => serviceId === 'warga-service')?.to).toBe('down');
});

const silence = { id: 's-1', by: 'Siti', reason: 'Pindahan', until: Number.MAX_SAFE_INTEGER, ofHost: false };

test('under a silence a service that dies is paused and nobody is told; what still fails at its end is told then', async () => {
  const watch = createWatch();
  connect(watch);
  await become('up up');
  silenceOf = (serviceId) => (serviceId === 'warga-service' ? silence : null);
  watch.republish();
  await become('paused up');
  transitions.length = 0;
  kept.length = 0;
  answerStatus = 500;
  await become('paused down');
  await vi.waitFor(() => expect(tiles.get('warga-service')?.checks[0]?.status).toBe('down'), patient);
  expect(kept).toContain('warga-service health paused');
  expect(kept.filter((line) => line.startsWith('warga-service') && !line.endsWith('paused'))).toEqual([]);
  expect(transitions.filter(({ serviceId }) => serviceId === 'warga-service')).toEqual([]);
  silenceOf = () => null;
  watch.republish();
  await become('down down');
  const warga = transitions.filter(({ serviceId }) => serviceId === 'warga-service');
  expect(warga.map(({ from, to }) => [from, to])).toEqual([['paused', 'down']]);
});

test('a host that is lost under a silence is told at its end if it is still away, and its return if it was told', async () => {
  const watch = createWatch();
  const end = connect(watch);
  await become('up up');
  silenceOf = () => ({ ...silence, ofHost: true });
  transitions.length = 0;
  end(lost());
  expect(transitions).toEqual([]);
  silenceOf = () => null;
  watch.republish();
  watch.republish();
  expect(transitions.map(({ serviceId, to }) => [serviceId, to])).toEqual([[null, 'unobserved']]);
  connect(watch);
  await become('up up');
  expect(transitions.filter(({ serviceId }) => serviceId === null).at(-1)).toMatchObject({ to: 'up' });
});

test('a host that came back before its silence ended was never told of', async () => {
  const watch = createWatch();
  const end = connect(watch);
  await become('up up');
  silenceOf = () => ({ ...silence, ofHost: true });
  transitions.length = 0;
  end(lost());
  connect(watch);
  silenceOf = () => null;
  watch.republish();
  await become('up up');
  expect(transitions.filter(({ serviceId }) => serviceId === null)).toEqual([]);
});
