import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceSpec } from '../../shared/domain/profile.ts';
import type { HostWatch } from '../health/host-watch.ts';
import { systemClock } from '../platform/clock.ts';
import { createLimiter } from '../platform/limiter.ts';
import { silentLog } from '../platform/log.ts';
import { readContainers } from './container-snapshot.ts';
import { describeContainer } from './describe-service.ts';
import { type ActionDone, createServiceActions } from './service-actions.ts';
import { type FakeDaemon, startFakeDaemon } from './testing/fake-daemon.ts';

const signal = new AbortController().signal;
const ids = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'] as const;
const request = { hostId: 'rt', serviceId: 'warga-service', reason: '' };
let daemon: FakeDaemon;
let paused: (string | null)[];
let looks: number;
let done: ActionDone[];

beforeEach(async () => {
  daemon = await startFakeDaemon();
  daemon.containers = ids.map((id, index) => ({
    ...{ id, service: 'warga-service', state: 'running' },
    name: `prisma_warga-service_${index + 1}`,
  }));
  paused = [];
  looks = 0;
  done = [];
});
afterEach(() => daemon.stop());

/** The actions on a watch that reads the daemon and notes what it is told. */
function setUp() {
  const { connection } = daemon.connect('rt');
  const service: Partial<ServiceSpec> = { id: 'warga-service', runsAs: 'container' };
  const watch = {
    service: () => service,
    async containers() {
      looks += 1;
      const options = { project: undefined, limiter: createLimiter(4), signal };
      return (await readContainers(connection.docker, options)).map(({ view }) => view);
    },
    setPaused: async (_id: string, pause: { reason: string } | null) =>
      void paused.push(pause?.reason ?? null),
    whileActing: <T>(_id: string, work: () => Promise<T>) => work(),
  } as Partial<HostWatch> as HostWatch;
  const actions = createServiceActions({
    connections: { get: () => connection, subscribe: () => () => undefined },
    watchOf: async () => watch,
    clock: systemClock,
    log: silentLog,
    author: () => 'Siti',
  });
  actions.onAction.subscribe((action) => done.push(action));
  return { actions, connection };
}

test('a preview names the exact commands and does nothing', async () => {
  const { actions } = setUp();
  const commands = await actions.preview({ ...request, action: 'stop' });
  expect(commands).toEqual(['docker stop prisma_warga-service_1', 'docker stop prisma_warga-service_2']);
  expect(daemon.asked.some((line) => line.startsWith('POST'))).toBe(false);
});

test('a name that a shell would take apart is replaced by the id', async () => {
  const [first] = daemon.containers;
  if (first) first.name = 'x; rm -rf /';
  const { actions } = setUp();
  expect(await actions.preview({ ...request, action: 'restart', containerIds: [ids[0]] })).toEqual([
    `docker restart ${ids[0]}`,
  ]);
});

test('a container that vanished between list and action is gone, and the view is refreshed', async () => {
  const { actions } = setUp();
  daemon.intercept = (path, response) => {
    if (!path.endsWith('/restart')) return false;
    daemon.containers = daemon.containers.slice(1);
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"No such container"}');
    return true;
  };
  const act = actions.act({ ...request, action: 'restart' }, signal);
  await expect(act).rejects.toMatchObject({
    code: 'services.gone',
    params: { container: 'prisma_warga-service_1' },
  });
  expect(looks).toBe(2);
});

test('a stop of the whole service with a reason pauses it, before the first container stops', async () => {
  const { actions } = setUp();
  let pausedFirst = false;
  daemon.intercept = (path) => {
    if (path.endsWith('/stop')) pausedFirst ||= paused.length === 1;
    return false;
  };
  await actions.act({ ...request, action: 'stop', reason: 'Ganti skema', incidentId: 'i-1' }, signal);
  expect([paused, pausedFirst]).toEqual([['Ganti skema'], true]);
  expect(done).toMatchObject([
    { incidentId: 'i-1', by: 'Siti', commands: [{ ok: true }, { ok: true }], reason: 'Ganti skema' },
  ]);
});

test.each([
  ['without a reason', { reason: '  ' }],
  ['of one replica of two', { reason: 'x', containerIds: [ids[0]] }],
])('a stop %s pauses nothing', async (_name, change) => {
  await setUp().actions.act({ ...request, action: 'stop', ...change }, signal);
  expect(paused).toEqual([]);
});

test('a stop that fails takes its pause back, and what was run is told all the same', async () => {
  const { actions } = setUp();
  daemon.intercept = (path, response) => {
    if (!path.endsWith('/stop')) return false;
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end('{"message":"cannot\\u001b[2J kill"}');
    return true;
  };
  const act = actions.act({ ...request, action: 'stop', reason: 'x' }, signal);
  await expect(act).rejects.toMatchObject({ code: 'services.action-failed' });
  expect(paused).toEqual(['x', null]);
  expect(done[0]?.commands).toMatchObject([{ ok: false, output: expect.stringContaining('kill') }]);
  expect(JSON.stringify(done)).not.toContain('\\u001b');
});

test('a start ends the pause; one that runs already is as it was wanted', async () => {
  const { actions } = setUp();
  daemon.intercept = (path, response) => {
    if (!path.endsWith('/start')) return false;
    response.writeHead(304).end();
    return true;
  };
  const commands = await actions.act({ ...request, action: 'start' }, signal);
  expect(commands.every(({ ok }) => ok)).toBe(true);
  expect(paused).toEqual([null]);
});

test('a description tells the names of the environment and never its values', async () => {
  const { connection } = setUp();
  daemon.intercept = (path, response) => {
    if (!path.endsWith(`${ids[0]}/json`)) return false;
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        ...{ Id: ids[0], Name: '/w', Path: 'node', Args: ['server.js'] },
        Config: { Env: ['JWT_SECRET=hidden=1', 'NODE_ENV=production'] },
        HostConfig: { NanoCpus: 5e8, Memory: 268435456, RestartPolicy: { Name: 'unless-stopped' } },
        NetworkSettings: {
          Ports: { '4001/tcp': [{ HostIp: '127.0.0.1', HostPort: '4001' }], '9/tcp': null },
        },
      }),
    );
    return true;
  };
  const description = await describeContainer(connection.docker, { id: ids[0], name: 'w' }, signal);
  expect(description).toMatchObject({
    environmentNames: ['JWT_SECRET', 'NODE_ENV'],
    command: 'node server.js',
    ports: [{ container: '4001/tcp', host: '127.0.0.1:4001' }],
    limits: { cpus: 0.5, memoryBytes: 268435456 },
    restartPolicy: 'unless-stopped',
  });
  expect(JSON.stringify(description)).not.toContain('hidden');
});
