import { Agent } from 'node:http';
import { beforeEach, expect, test } from 'vitest';
import type { HostConfig, HostView } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import { silentLog } from '../platform/log.ts';
import { createManualClock, type ManualClock } from '../platform/manual-clock.ts';
import type { ConnectContext, OwnedConnection } from './connect-ports.ts';
import { createDocker } from './docker/create-docker.ts';
import { createHostSecrets } from './host-secrets.ts';
import { createHostSupervisor, type HostSupervisor } from './host-supervisor.ts';

const config: HostConfig = { id: 'a', name: 'A', target: { kind: 'local' }, profileId: 'p' };
const noStore = { get: async () => null, put: async () => undefined, forget: async () => undefined };
const unreachable = () => new RondaError('hosts.unreachable', { address: 'a', detail: 'gone' });

let clock: ManualClock;
let supervisor: HostSupervisor;
let outcomes: ((context: ConnectContext) => Promise<OwnedConnection>)[];
let attempts: number[];
let views: HostView[];
let announced: ('up' | 'down')[];

beforeEach(() => {
  clock = createManualClock();
  outcomes = [];
  attempts = [];
  views = [];
  announced = [];
  supervisor = createHostSupervisor(config, {
    async connectHost(_config, context) {
      attempts.push(clock.now());
      const outcome = outcomes.shift();
      if (!outcome) throw unreachable();
      return outcome(context);
    },
    clock,
    log: silentLog,
    prompter: { ask: async () => ({ kind: 'accept' }) },
    secrets: createHostSecrets('a', noStore, silentLog),
    changed: (view) => views.push(view),
    connectionChanged: (connection) => announced.push(connection ? 'up' : 'down'),
  });
});

function connection(): OwnedConnection {
  const lost = new AbortController();
  return {
    hostId: 'a',
    methods: { docker: 'socket', tcp: 'direct', exec: 'child-process' },
    engine: {
      version: '1',
      apiVersion: '1.41',
      operatingSystem: '',
      cpus: 1,
      memoryBytes: 1,
      countsContainers: true,
    },
    signal: lost.signal,
    docker: createDocker(new Agent(), '/nonexistent'),
    bulkDocker: () => Promise.reject(new Error('unused')),
    dial: () => Promise.reject(new Error('unused')),
    exec: () => Promise.reject(new Error('unused')),
    bulkExec: () => Promise.reject(new Error('unused')),
    close: (reason) => lost.abort(reason),
  };
}
const state = () => supervisor.view().connection.state;
const waits = () => attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));

test('a host that cannot be reached is tried after 3, 5, 10 and 30 s, then every 30 s for ever', async () => {
  supervisor.connect();
  await clock.advance(3_600_000);
  expect(waits().slice(0, 6)).toEqual([3_000, 5_000, 10_000, 30_000, 30_000, 30_000]);
  expect(attempts.length).toBeGreaterThan(115);
  const { connection: now } = supervisor.view();
  expect(now).toMatchObject({ state: 'waiting', attempt: attempts.length });
  expect(now.nextAttemptAt).toBe((attempts.at(-1) ?? 0) + 30_000);
  expect(now.error?.code).toBe('hosts.unreachable');
});

test('a lost connection is announced, and the waits begin short again after a good one', async () => {
  const first = connection();
  outcomes = [
    async () => Promise.reject(unreachable()),
    async () => Promise.reject(unreachable()),
    async () => first,
  ];
  supervisor.connect();
  await clock.advance(8_000);
  expect(state()).toBe('connected');
  expect(supervisor.connection()).toBe(first);
  await clock.advance(60_000);
  first.close(new RondaError('hosts.connection-lost', { address: 'a', detail: 'x' }));
  await clock.advance(0);
  expect(announced).toEqual(['up', 'down']);
  expect(supervisor.connection()).toBeNull();
  expect(supervisor.view().connection).toMatchObject({
    state: 'waiting',
    error: { code: 'hosts.connection-lost' },
  });
  expect(supervisor.view().connection.nextAttemptAt).toBe(clock.now() + 3_000);
});

test('a connection that breaks at once each time is not tried every three seconds', async () => {
  outcomes = Array.from({ length: 10 }, () => async () => {
    const brief = connection();
    brief.close(unreachable());
    return brief;
  });
  supervisor.connect();
  await clock.advance(60_000);
  expect(waits()).toEqual([3_000, 5_000, 10_000, 30_000]);
});

test('what trying again cannot mend is refused and stays so until somebody asks', async () => {
  const changed = new RondaError('hosts.host-key-changed', {
    address: 'a',
    expected: 'x',
    actual: 'y',
    file: 'f',
    line: 1,
  });
  outcomes = [async () => Promise.reject(changed), async () => connection()];
  supervisor.connect();
  await clock.advance(3_600_000);
  expect(attempts).toHaveLength(1);
  expect(supervisor.view().connection).toMatchObject({ state: 'refused', nextAttemptAt: null });
  supervisor.connect();
  await clock.advance(0);
  expect(state()).toBe('connected');
});

test('asking for a connection does not wait for the next attempt', async () => {
  supervisor.connect();
  await clock.advance(20_000);
  const before = attempts.length;
  outcomes = [async () => connection()];
  const waiting = supervisor.connectAndWait(new AbortController().signal);
  await clock.advance(0);
  await waiting;
  expect(attempts).toHaveLength(before + 1);
});

test('whoever waits for a connection gets the error of the attempt, and the host is still tried', async () => {
  const waiting = supervisor.connectAndWait(new AbortController().signal);
  const failed = expect(waiting).rejects.toMatchObject({ code: 'hosts.unreachable' });
  await clock.advance(0);
  await failed;
  expect(state()).toBe('waiting');
});

test('after a disconnect by choice nothing is tried any more', async () => {
  outcomes = [async () => connection()];
  supervisor.connect();
  await clock.advance(0);
  await supervisor.disconnect();
  await clock.advance(3_600_000);
  expect(attempts).toHaveLength(1);
  expect(announced).toEqual(['up', 'down']);
  expect(supervisor.view().connection).toMatchObject({ state: 'disconnected', error: null, attempt: 0 });
});

test('a disconnect while waiting or connecting ends that too', async () => {
  supervisor.connect();
  await clock.advance(1_000);
  await supervisor.disconnect();
  expect(state()).toBe('disconnected');
  outcomes = [
    ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  ];
  supervisor.connect();
  await clock.advance(0);
  expect(state()).toBe('connecting');
  await supervisor.disconnect();
  expect(state()).toBe('disconnected');
});

test('the steps are shown as they happen, and the one that failed says why', async () => {
  outcomes = [
    async ({ steps, prompter, signal }) => {
      steps.begin('reach', 'a:22');
      steps.begin('verify-host-key');
      await prompter.ask(
        { kind: 'host-key', hostId: 'a', hostName: 'A', address: 'a', keyType: 't', fingerprint: 'f' },
        signal,
      );
      steps.begin('authenticate');
      throw unreachable();
    },
  ];
  supervisor.connect();
  await clock.advance(0);
  expect(views.map((view) => view.connection.state)).toContain('prompting');
  expect(
    views
      .flatMap((view) => view.connection.steps)
      .some((step) => step.name === 'verify-host-key' && step.state === 'waiting'),
  ).toBe(true);
  expect(supervisor.view().connection.steps.map(({ name, state: at }) => [name, at])).toEqual([
    ['reach', 'done'],
    ['verify-host-key', 'done'],
    ['authenticate', 'failed'],
  ]);
  expect(supervisor.view().connection.steps[2]?.detail).toContain('gone');
});

test('an error nobody foresaw does not end the trying', async () => {
  outcomes = [async () => Promise.reject(new TypeError('a bug')), async () => connection()];
  supervisor.connect();
  await clock.advance(0);
  expect(supervisor.view().connection.error?.code).toBe('common.unexpected');
  await clock.advance(3_000);
  expect(state()).toBe('connected');
});
