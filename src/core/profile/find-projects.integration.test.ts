import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../e2e/testbed/engine.ts';
import { freePorts } from '../../../e2e/testbed/free-ports.ts';
import { createHostsFixture, type HostsFixture } from '../../../e2e/testbed/hosts-fixture.ts';
import { loadSampleImages } from '../../../e2e/testbed/image.ts';
import type { HostView } from '../../shared/domain/host.ts';
import { generateProfile } from './generate-profile.ts';
import { parseProfile } from './parse-profile.ts';

const IMAGE = 'ronda-sample/warga-service:1.0.0';
let engine: Engine;
let docker: Docker;
let dir = '';
let hosts: HostsFixture;

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/find-projects-${process.pid}` });
  await loadSampleImages(engine.docker);
  docker = new Docker({ socketPath: engine.socketPath });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'find-projects-'));
  hosts = await createHostsFixture({ dir });
});
afterEach(async () => {
  for (const { Id } of await docker.listContainers({ all: true })) {
    await docker.getContainer(Id).remove({ force: true });
  }
  await hosts.stop();
  await rm(dir, { recursive: true, force: true });
});

async function run(
  project: string,
  service: string,
  options: { port?: number; stopped?: boolean; command?: string; oneOff?: boolean } = {},
): Promise<void> {
  const inside = '80/tcp';
  const container = await docker.createContainer({
    Image: IMAGE,
    Entrypoint: ['sh', '-c', options.command ?? 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Labels: {
      'com.docker.compose.project': project,
      'com.docker.compose.service': service,
      'com.docker.compose.project.config_files': '/opt/toko/compose.yaml,/opt/toko/override.yaml',
      ...(options.oneOff ? { 'com.docker.compose.oneoff': 'True' } : {}),
    },
    ExposedPorts: { [inside]: {} },
    HostConfig:
      options.port === undefined
        ? {}
        : { PortBindings: { [inside]: [{ HostIp: '127.0.0.1', HostPort: String(options.port) }] } },
  });
  if (!options.stopped) await container.start();
}
const tryHost = async (views: HostView['connection'][] = []) =>
  hosts.operations['hosts.try'](
    { name: 'Toko', target: { kind: 'local', socketPath: engine.socketPath } },
    { signal: AbortSignal.timeout(60_000), emit: async ({ connection }) => void views.push(connection) },
  );

test('a host that is tried tells its steps and what runs there, and nothing of it stays', async () => {
  await run('toko', 'web');
  await run('toko', 'db', { stopped: true });
  await run('toko', 'web', { oneOff: true });
  await run('arsip', '<img src=x onerror=alert(1)>\u001b[2J');
  const views: HostView['connection'][] = [];
  const { projects } = await tryHost(views);
  expect(
    projects.map(({ project, services }) => [
      project,
      services.map(({ service, running }) => `${service} ${running}`),
    ]),
  ).toEqual([
    ['arsip', ['<img src=x onerror=alert(1)>[2J 1']],
    ['toko', ['db 0', 'web 1']],
  ]);
  expect(projects[1]?.composeFile).toBe('/opt/toko/compose.yaml');
  expect(views.some(({ state }) => state === 'connected')).toBe(true);
  expect(
    (
      await hosts.operations['hosts.list'](
        {},
        { signal: AbortSignal.timeout(1000), emit: async () => undefined },
      )
    ).hosts,
  ).toEqual([]);
  expect(hosts.state.list('hosts')).toEqual([]);
});

test('a published port is looked at for the path where it says that it is well', async () => {
  const node = (code: string): string => `exec node -e '${code}'`;
  const answer = (path: string): string =>
    node(`require("http").createServer((q,s)=>{s.statusCode=q.url==="${path}"?200:404;s.end()}).listen(80)`);
  const [web, mail, raw] = await freePorts3();
  await run('toko', 'web', { port: web, command: answer('/healthz') });
  await run('toko', 'mail', {
    port: mail,
    command: node('require("net").createServer(s=>s.end("220 hi")).listen(80)'),
  });
  await run('toko', 'raw', { port: raw });
  await expect.poll(() => answers(web), { timeout: 15_000 }).toBe(true);
  const { projects } = await tryHost();
  expect(projects[0]?.services.map(({ service, ports, healthPath }) => [service, ports, healthPath])).toEqual(
    [
      ['mail', [mail], null],
      ['raw', [raw], null],
      ['web', [web], '/healthz'],
    ],
  );
  const { yaml } = generateProfile('Toko', projects, []);
  expect(parseProfile(yaml, 'x.yaml').services.map(({ checks }) => checks[0]?.kind)).toEqual([
    'tcp',
    'tcp',
    'http',
  ]);
});

test('a try that fails leaves no host behind and says at which step it stood', async () => {
  const views: HostView['connection'][] = [];
  const target = { kind: 'local', socketPath: join(dir, 'missing.sock') } as const;
  await expect(
    hosts.operations['hosts.try'](
      { name: 'Toko', target },
      { signal: AbortSignal.timeout(60_000), emit: async ({ connection }) => void views.push(connection) },
    ),
  ).rejects.toMatchObject({ code: 'hosts.docker-missing' });
  expect(views.flatMap(({ steps }) => steps).some(({ state }) => state === 'failed')).toBe(true);
  expect(hosts.state.list('hosts')).toEqual([]);
});

async function freePorts3(): Promise<[number, number, number]> {
  const [a = 0, b = 0, c = 0] = await freePorts(3);
  return [a, b, c];
}
const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ status }) => status === 200,
    () => false,
  );
