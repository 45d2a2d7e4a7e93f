import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { startTcpServer } from '../../../../e2e/testbed/tcp-fixture.ts';

const signal = AbortSignal.timeout(300_000);
let engine: Engine;
let dir = '';
let hosts: HostsFixture;

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-local-${process.pid}` });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-local-'));
  const env = { PATH: process.env.PATH, DOCKER_HOST: 'tcp://192.0.2.1:2375', DOCKER_CONTEXT: 'evil' };
  hosts = await createHostsFixture({ dir, env });
});
afterEach(async () => {
  delete process.env.DOCKER_HOST;
  await hosts.stop();
  await rm(dir, { recursive: true, force: true });
});

const connect = (socketPath: string) => hosts.connect({ kind: 'local', socketPath });

test('the engine at the socket is the one that answers, and programs see the same one', async () => {
  process.env.DOCKER_HOST = 'ssh://attacker@192.0.2.1';
  const id = await connect(engine.socketPath);
  const view = await hosts.waitForState(id, 'connected');
  expect(view.connection).toMatchObject({
    engine: { version: engine.version, apiVersion: engine.apiVersion },
    methods: { docker: 'socket', tcp: 'direct', exec: 'child-process' },
  });
  const connection = hosts.service.get(id);
  expect((await connection.docker.info()).DockerRootDir).toBe(join(engine.dir, 'data'));
  const { stdout } = await connection.exec(['sh', '-c', 'echo "$DOCKER_HOST|$DOCKER_CONTEXT"'], { signal });
  expect(stdout.toString()).toBe(`unix://${engine.socketPath}|\n`);
});

test('dial and exec keep the same promises as over SSH', async () => {
  const id = await connect(engine.socketPath);
  await hosts.waitForState(id, 'connected');
  const connection = hosts.service.get(id);
  const server = await startTcpServer((socket) => socket.end('halo'));
  const socket = await connection.dial({ host: '127.0.0.1', port: server.port }, signal);
  expect((await buffer(socket)).toString()).toBe('halo');
  await server.stop();
  await expect(connection.dial({ host: '127.0.0.1', port: server.port }, signal)).rejects.toMatchObject({
    code: 'hosts.dial-failed',
    params: { reason: 'refused' },
  });
  const words = ['-n', "it's", '$HOME', 'two\nlines'];
  const printed = await connection.exec(['printf', '%s\\0', ...words], { signal });
  expect(printed.stdout.toString().split('\0').slice(0, -1)).toEqual(words);
  expect((await connection.exec(['no-such-program-here'], { signal })).code).toBe(127);
  expect((await connection.exec(['sh', '-c', 'kill -9 $$'], { signal })).code).toBe(137);
  await expect(connection.exec(['yes'], { signal, maxOutputBytes: 1000 })).rejects.toMatchObject({
    code: 'hosts.exec-output',
  });
  await expect(connection.exec(['sleep', '9'], { signal: AbortSignal.timeout(100) })).rejects.toThrow();
});

test('an engine that stops ends the connection, and the host comes back with it', async () => {
  const id = await connect(engine.socketPath);
  await hosts.waitForState(id, 'connected');
  const { signal: lost } = hosts.service.get(id);
  await engine.stop();
  const waiting = await hosts.waitForState(id, 'waiting');
  expect(lost.reason).toMatchObject({ code: 'hosts.docker-gone' });
  expect(waiting.connection.engine).toBeNull();
  engine = await startEngine({ dir: engine.dir });
  await hosts.waitForState(id, 'connected', 40_000);
});

test('no socket is told as such, and adding is not undone by it', async () => {
  const id = await connect(join(dir, 'missing.sock'));
  const view = await hosts.waitForState(id, 'waiting');
  expect(view.connection.error?.code).toBe('hosts.docker-missing');
  expect((await hosts.service.list()).map((host) => host.id)).toEqual([id]);
});

test.each([
  [
    'an old API',
    { Version: '18', ApiVersion: '1.39', MinAPIVersion: '1.12' },
    'refused',
    'hosts.docker-version',
  ],
  ['something else', { hello: 'world' }, 'waiting', 'hosts.docker-answer'],
] as const)('a daemon with %s is named as such', async (_name, version, state, code) => {
  const socketPath = join(dir, 'fake.sock');
  const fake = createServer((_request, response) => void response.end(JSON.stringify(version)));
  await new Promise<void>((resolve) => fake.listen(socketPath, resolve));
  const { connection } = await hosts.waitForState(await connect(socketPath), state);
  expect(connection.error?.code).toBe(code);
  if (code === 'hosts.docker-version') {
    expect(connection.error?.message).toContain('1.12–1.39');
    expect(connection.error?.message).toContain('1.41–');
  }
  fake.closeAllConnections();
  await new Promise((resolve) => fake.close(resolve));
});

test('a lying daemon cannot make this computer call an address by a redirect', async () => {
  let called = 0;
  const victim = createServer((_request, response) => {
    called += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => victim.listen(0, '127.0.0.1', resolve));
  const address = victim.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socketPath = join(dir, 'fake.sock');
  const fake = createServer((_request, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${address.port}/secret` });
    response.end();
  });
  await new Promise<void>((resolve) => fake.listen(socketPath, resolve));
  await hosts.waitForState(await connect(socketPath), 'waiting');
  expect(called).toBe(0);
  fake.closeAllConnections();
  await Promise.all([fake, victim].map((server) => new Promise((resolve) => server.close(resolve))));
});
