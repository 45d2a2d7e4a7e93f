import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectTo } from '../../../e2e/testbed/backup-bed.ts';
import { type Engine, startEngine } from '../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../e2e/testbed/image.ts';
import type { ServiceSpec } from '../../shared/domain/profile.ts';
import type { ServiceAction } from '../../shared/domain/service.ts';
import type { HostWatch } from '../health/host-watch.ts';
import { systemClock } from '../platform/clock.ts';
import { createLimiter } from '../platform/limiter.ts';
import { silentLog } from '../platform/log.ts';
import { readContainers } from './container-snapshot.ts';
import { createServiceActions } from './service-actions.ts';

const folder = mkdtempSync('/tmp/ronda-recreate-');
const sample = 'ronda-sample/warga-service:1.0.0';
const signal = new AbortController().signal;
const stayUp = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'];
let engine: Engine;
let docker: Docker;
let paused: (string | null)[];

beforeAll(async () => {
  engine = await startEngine({ dir: join(folder, 'eng') });
  docker = new Docker({ socketPath: engine.socketPath });
  await loadSampleImages(engine.docker);
}, 120_000);
afterAll(async () => {
  await engine?.stop({ removeData: true });
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  paused = [];
  for (const { Id } of await docker.listContainers({ all: true }))
    await docker.getContainer(Id).remove({ force: true, v: true });
  // What `service:now` names changes in these tests, as it does when somebody builds or pulls.
  await docker.getImage(sample).tag({ repo: 'service', tag: 'now' });
  const container = await docker.createContainer({
    name: 'warga',
    Image: 'service:now',
    Entrypoint: stayUp,
    Env: ['OWN=1'],
    Labels: { 'com.docker.compose.service': 'warga-service' },
    Volumes: { '/kept': {} },
    HostConfig: { Memory: 128 * 1024 * 1024, NetworkMode: 'none', RestartPolicy: { Name: 'unless-stopped' } },
  });
  await container.start();
  const exec = await container.exec({ Cmd: ['sh', '-c', 'echo here > /kept/file'], User: '0' });
  await exec.start({});
});

function setUp() {
  const { connection } = connectTo(engine, docker);
  const service: Partial<ServiceSpec> = { id: 'warga-service', runsAs: 'container' };
  const watch = {
    service: () => service,
    containers: async () => {
      const options = { project: undefined, limiter: createLimiter(4), signal };
      return (await readContainers(docker, options)).map(({ view }) => view);
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
  const request = { hostId: 'rt', serviceId: 'warga-service', reason: 'to try' };
  return {
    act: (action: ServiceAction) => actions.act({ ...request, action }, signal),
    preview: (action: ServiceAction) => actions.preview({ ...request, action }),
  };
}

const inspect = () => docker.getContainer('warga').inspect();
const names = async (): Promise<string[]> =>
  (await docker.listContainers({ all: true })).flatMap(({ Names }) => Names).sort();

/** The image that `service:now` names from then on. */
async function tagNow(name: string, changes: string[]): Promise<string> {
  const made = await docker.createContainer({ Image: sample, name: `source-${name}` });
  await made.commit({ repo: 'service', tag: 'now', changes: changes.join('\n') });
  await made.remove();
  return (await docker.getImage('service:now').inspect()).Id;
}

test('recreating puts the newer image in the place of the old, with every setting and volume kept', async () => {
  const before = await inspect();
  const newer = await tagNow('newer', ['ENV FROM_IMAGE=2']);
  const { act, preview } = setUp();
  const shown = await preview('recreate');
  const records = await act('recreate');
  expect(records.map(({ command }) => command)).toEqual(shown);
  expect(records.every(({ ok }) => ok)).toBe(true);
  const after = await inspect();
  expect(after.Id).not.toBe(before.Id);
  expect(after.Image).toBe(newer);
  expect(after.Config.Env).toEqual(expect.arrayContaining(['OWN=1', 'FROM_IMAGE=2']));
  expect(after.HostConfig).toMatchObject({
    Memory: 128 * 1024 * 1024,
    NetworkMode: 'none',
    RestartPolicy: { Name: 'unless-stopped' },
  });
  expect(after.Mounts.find(({ Destination }) => Destination === '/kept')?.Name).toBe(
    before.Mounts.find(({ Destination }) => Destination === '/kept')?.Name,
  );
  expect(await names()).toEqual(['/warga']);
}, 60_000);

test('a new container that does not come up is taken back, and the old one runs again', async () => {
  await docker.getContainer('warga').remove({ force: true, v: true });
  const broken = await docker.createContainer({
    name: 'warga',
    Image: 'service:now',
    Entrypoint: ['sh', '-c', 'if [ -n "$BROKEN" ]; then exit 3; fi; while :; do sleep 0.1; done'],
    Labels: { 'com.docker.compose.service': 'warga-service' },
    HostConfig: { NetworkMode: 'none' },
  });
  await broken.start();
  await tagNow('broken', ['ENV BROKEN=yes']);
  const { act } = setUp();
  await expect(act('recreate')).rejects.toMatchObject({
    code: 'services.action-failed',
    params: { command: 'docker start warga', detail: expect.stringContaining('exit code 3') },
  });
  const after = await inspect();
  expect(after).toMatchObject({ Id: broken.id, State: { Running: true } });
  expect(await names()).toEqual(['/warga']);
}, 60_000);

test('an image that cannot be pulled leaves the service untouched', async () => {
  const before = await inspect();
  const { act } = setUp();
  await expect(act('pull')).rejects.toMatchObject({
    code: 'services.action-failed',
    params: { command: 'docker pull service:now' },
  });
  const after = await inspect();
  expect([after.Id, after.State.StartedAt]).toEqual([before.Id, before.State.StartedAt]);
  expect(await names()).toEqual(['/warga']);
}, 60_000);

test('a paused service can be unpaused, and restarted or stopped as it is', async () => {
  const { act, preview } = setUp();
  for (const [action, state] of [
    ['unpause', 'running'],
    ['restart', 'running'],
    ['stop', 'exited'],
  ] as const) {
    await act('pause');
    expect((await inspect()).State.Status).toBe('paused');
    expect((await preview(action))[0]).toBe('docker unpause warga');
    await act(action);
    expect((await inspect()).State.Status).toBe(state);
  }
  expect(paused.filter((reason) => reason !== null)).toHaveLength(4);
}, 60_000);
