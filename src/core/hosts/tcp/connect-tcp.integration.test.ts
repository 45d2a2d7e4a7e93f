import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { freePorts } from '../../../../e2e/testbed/free-ports.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { startTcpServer } from '../../../../e2e/testbed/tcp-fixture.ts';
import { type CertificateAuthority, createAuthority } from '../../../../e2e/testbed/tls-certificates.ts';

let base = '';
let dir = '';
let port = 0;
let authority: CertificateAuthority;
let engine: Engine;
let client = '';
let hosts: HostsFixture;
const servers: Server[] = [];

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'hosts-tls-'));
  authority = await createAuthority(join(base, 'ca'));
  const names = 'DNS:localhost,IP:127.0.0.1';
  const { dir: certificates } = await authority.issue(join(base, 'server'), { use: 'serverAuth', names });
  client = (await authority.issue(join(base, 'client'), { use: 'clientAuth' })).dir;
  [port = 0] = await freePorts(1);
  engine = await startEngine({ dir: `/tmp/hosts-tls-${process.pid}`, tls: { port, certificates } });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
  await rm(base, { recursive: true, force: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(base, 'test-'));
  const env = { PATH: process.env.PATH, DOCKER_HOST: 'tcp://192.0.2.1:2375', DOCKER_TLS_VERIFY: '1' };
  hosts = await createHostsFixture({ dir, env });
});
afterEach(async () => {
  await hosts.stop();
  for (const server of servers.splice(0)) server.close();
});

const connect = (certificates: string | undefined, at = port, address = '127.0.0.1') =>
  hosts.connect({ kind: 'tcp', address, port: at, ...(certificates === undefined ? {} : { certificates }) });
const refusal = async (id: string, state: 'refused' | 'waiting' = 'refused') =>
  (await hosts.waitForState(id, state)).connection.error;

test.each(['127.0.0.1', 'localhost'])(
  'an engine behind TLS at %s is this one, whatever the environment says',
  async (address) => {
    const { connection } = await hosts.waitForState(await connect(client, port, address), 'connected');
    expect(connection.methods).toEqual({ docker: 'tcp-tls', tcp: 'direct', exec: 'none' });
    expect(connection.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'reach done',
      'docker done',
      'engine done',
    ]);
    expect(connection.engine?.version).toBe(engine.version);
  },
);

test('calls, transfers and checks go over it, and programs of the server are refused with a way round', async () => {
  const id = await connect(client);
  await hosts.waitForState(id, 'connected');
  const connection = hosts.service.get(id);
  const signal = AbortSignal.timeout(30_000);
  expect((await connection.docker.info()).DockerRootDir).toBe(join(engine.dir, 'data'));
  expect(await (await connection.bulkDocker(signal)).listContainers()).toEqual([]);
  const server = await startTcpServer((socket) => socket.end('halo'));
  const socket = await connection.dial({ host: '127.0.0.1', port: server.port }, signal);
  expect(String((await socket.toArray())[0])).toBe('halo');
  await server.stop();
  await expect(connection.exec(['df'], { signal })).rejects.toMatchObject({ code: 'hosts.exec-not-there' });
});

test('nothing of the certificates is kept or shown but their folder', async () => {
  const id = await connect(client);
  const view = await hosts.waitForState(id, 'connected');
  const shown = JSON.stringify(view);
  const key = await readFile(join(client, 'key.pem'), 'utf8');
  expect(shown).toContain(client);
  expect(shown).not.toContain(key.split('\n')[1]);
});

test('an engine that stops ends the connection, and the host comes back with it', async () => {
  const id = await connect(client);
  await hosts.waitForState(id, 'connected');
  const { signal: lost } = hosts.service.get(id);
  await engine.stop();
  await hosts.waitForState(id, 'waiting');
  expect(lost.reason).toMatchObject({ code: 'hosts.docker-gone' });
  const certificates = join(base, 'server');
  engine = await startEngine({ dir: engine.dir, tls: { port, certificates } });
  await hosts.waitForState(id, 'connected', 40_000);
});

test('a server of another authority is refused, and not asked again', async () => {
  const other = await createAuthority(join(dir, 'other-ca'));
  const { dir: folder } = await other.issue(join(dir, 'client'), { use: 'clientAuth' });
  expect(await refusal(await connect(folder))).toMatchObject({ code: 'hosts.docker-server-untrusted' });
});

test('a client certificate that the server does not know, or none, is told as such', async () => {
  const other = await createAuthority(join(dir, 'other-ca'));
  const { dir: folder } = await other.issue(join(dir, 'client'), { use: 'clientAuth' });
  await cp(join(client, 'ca.pem'), join(folder, 'ca.pem'));
  expect(await refusal(await connect(folder))).toMatchObject({ code: 'hosts.docker-client-certificate' });
  await rm(join(folder, 'cert.pem'));
  await rm(join(folder, 'key.pem'));
  expect(await refusal(await connect(folder))).toMatchObject({ code: 'hosts.docker-client-certificate' });
});

test.each<[string, { names: string; expired?: boolean }, 'refused' | 'waiting', string]>([
  ['is out of date', { names: 'IP:127.0.0.1', expired: true }, 'waiting', 'hosts.docker-server-expired'],
  ['is for another name', { names: 'DNS:evil.example' }, 'refused', 'hosts.docker-server-name'],
])('a server whose certificate %s gets nothing', async (_name, options, state, code) => {
  const folder = (await authority.issue(join(dir, 'server'), { use: 'serverAuth', ...options })).dir;
  let asked = '';
  const [cert, key] = await Promise.all(['cert.pem', 'key.pem'].map((name) => readFile(join(folder, name))));
  const server = createTlsServer({ cert, key }, (socket) => {
    socket.on('data', (data) => {
      asked += String(data);
    });
    socket.on('error', () => undefined);
  });
  const id = await connect(client, await listen(server));
  expect(await refusal(id, state)).toMatchObject({ code });
  expect(asked).toBe('');
});

test('a port without TLS gets nothing over TLS, and one with TLS says so to plain text', async () => {
  let asked = 0;
  const plain = createHttpServer((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  const id = await connect(client, await listen(plain));
  expect(await refusal(id, 'waiting')).toMatchObject({ code: 'hosts.docker-not-tls' });
  expect(asked).toBe(0);
  expect(await refusal(await connect(undefined), 'waiting')).toMatchObject({
    code: 'hosts.docker-wants-tls',
  });
});

test('beyond this computer nothing is spoken without TLS', async () => {
  const id = await hosts.connect({ kind: 'tcp', address: '192.0.2.7', port: 2375 });
  expect(await refusal(id)).toMatchObject({ code: 'hosts.docker-plain-tcp' });
});

test.each([
  ['empty', async () => undefined],
  ['half a pair', (folder: string) => cp(join(client, 'key.pem'), join(folder, 'key.pem'))],
])('a folder of certificates that is %s is named', async (_name, fill) => {
  const folder = await mkdtemp(join(dir, 'folder-'));
  await fill(folder);
  const error = await refusal(await connect(folder));
  expect(error).toMatchObject({ code: 'hosts.docker-certificates' });
  expect(error?.message).toContain(folder);
});

test('a closed port is told as such and tried again', async () => {
  const [closed] = await freePorts(1);
  expect(await refusal(await connect(client, closed), 'waiting')).toMatchObject({
    code: 'hosts.docker-tcp-unreachable',
  });
});
