import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../../e2e/testbed/sshd.ts';
import type { SshTarget } from '../../../shared/domain/host.ts';

/** Servers whose admin allows little: what is left must do, and the connection says which way it went. */
const cleanups: (() => Promise<unknown>)[] = [];
let engine: Engine;
let web: Server;
let port = 0;
let dir = '';
let hosts: HostsFixture;
const soon = () => AbortSignal.timeout(20_000);

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-less-${process.pid}` });
  web = createServer((_request, response) => response.end('hidup'.repeat(50_000))).listen(0, '127.0.0.1');
  await once(web, 'listening');
  port = (web.address() as AddressInfo).port;
});
afterAll(async () => {
  web?.close();
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-less-'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(dir, { recursive: true, force: true });
});

async function connect(options: Partial<SshdOptions>, target: Partial<SshTarget> = {}): Promise<string> {
  const sshd: Sshd = await startSshd({ dir: join(dir, 'sshd'), ...options });
  cleanups.push(sshd.stop);
  hosts = await createHostsFixture({ dir });
  cleanups.push(hosts.stop);
  await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
  const key = join(dir, 'key');
  await copyFile(sshd.identityFile, key);
  return hosts.connect({
    kind: 'ssh',
    address: sshd.host,
    port: sshd.port,
    user: sshd.user,
    auth: { method: 'key', file: key },
    dockerSocket: engine.socketPath,
    ...target,
  });
}

async function fetchThrough(connection: Duplex): Promise<string> {
  connection.write(`GET / HTTP/1.0\r\nHost: localhost\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of connection) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8').split('\r\n\r\n')[1] ?? '';
}

async function refusalOf(options: Partial<SshdOptions>): Promise<string | undefined> {
  const id = await connect(options);
  const view = await hosts.waitForState(id, 'waiting');
  for (const cleanup of cleanups.splice(1).reverse()) await cleanup();
  return view.connection.error?.code;
}

/** What Ronda needs of a server: short and long calls, bulk, checks, commands, all at once. */
async function everythingWorks(id: string): Promise<void> {
  const connection = hosts.service.get(id);
  const bulk = await connection.bulkDocker(soon());
  const [names, info, bodies, echoed, refused] = await Promise.all([
    Promise.all(Array.from({ length: 6 }, () => connection.docker.listContainers({ all: true }))),
    bulk.info(),
    Promise.all(
      Array.from({ length: 5 }, async () =>
        fetchThrough(await connection.dial({ host: '127.0.0.1', port }, soon())),
      ),
    ),
    Promise.all(['a', 'b', 'c'].map((word) => connection.exec(['echo', word], { signal: soon() }))),
    connection.dial({ host: '127.0.0.1', port: 1 }, soon()).then(
      () => 'connected',
      (error: { code?: string; params?: { reason?: string } }) => `${error.code} ${error.params?.reason}`,
    ),
  ]);
  expect(names).toEqual(Array.from({ length: 6 }, () => []));
  expect(info.ID).toBeTruthy();
  expect(bodies).toEqual(Array.from({ length: 5 }, () => 'hidup'.repeat(50_000)));
  expect(echoed.map(({ stdout }) => stdout.toString())).toEqual(['a\n', 'b\n', 'c\n']);
  expect(refused).toBe('hosts.dial-failed refused');
}

test('without stream-local forwarding the docker command of the server carries the API', async () => {
  const id = await connect({ allowStreamLocal: false });
  const view = await hosts.waitForState(id, 'connected');
  expect(view.connection.methods).toEqual({ docker: 'dial-stdio', tcp: 'ssh-forward', exec: 'ssh-exec' });
  await everythingWorks(id);
});

test('`AllowTcpForwarding no` alone closes both ways in OpenSSH, and programs of the server take their place', async () => {
  const id = await connect({ allowTcp: false });
  const view = await hosts.waitForState(id, 'connected');
  expect(view.connection.methods).toEqual({ docker: 'dial-stdio', tcp: 'ssh-exec', exec: 'ssh-exec' });
  await everythingWorks(id);
});

test('a server that forwards nothing and allows two sessions a connection still does everything', async () => {
  const id = await connect({ allowTcp: false, allowStreamLocal: false, maxSessions: 2 });
  const view = await hosts.waitForState(id, 'connected');
  expect(view.connection.methods).toEqual({ docker: 'dial-stdio', tcp: 'ssh-exec', exec: 'ssh-exec' });
  await everythingWorks(id);
});

test('an engine that ends is noticed through the docker command too', async () => {
  const other = await startEngine({ dir: `/tmp/hosts-gone-${process.pid}` });
  const id = await connect({ allowStreamLocal: false }, { dockerSocket: other.socketPath });
  await hosts.waitForState(id, 'connected');
  await other.stop({ removeData: true });
  const view = await hosts.waitForState(id, 'waiting');
  expect(view.connection.error?.code).toBe('hosts.docker-gone');
});

test('a socket that lies elsewhere is named, and not used unasked', async () => {
  const id = await connect({}, { dockerSocket: '/run/ronda-no-such.sock' });
  const view = await hosts.waitForState(id, 'waiting');
  expect(view.connection.error?.code).toMatch(/^hosts\.docker-(missing|elsewhere)$/);
});

test('a user outside the group is offered sudo only where it works, and goes through it only when told to', async () => {
  const user = `ronda-t${process.pid}-s`;
  const rule = `/etc/sudoers.d/${user}`;
  cleanups.push(() => rm(rule, { force: true }));
  const sshd = { user, group: `${user}-g` };
  const refused = await refusalOf(sshd);
  expect(refused).toMatch(/^hosts\.docker-permission(-ungrouped)?$/);
  await writeFile(rule, `${user} ALL=(root) NOPASSWD: ALL\n`, { mode: 0o440 });
  expect(await refusalOf(sshd)).toBe('hosts.docker-permission-sudo');

  const id = await connect(sshd, { sudo: true });
  const view = await hosts.waitForState(id, 'connected');
  expect(view.connection.methods?.docker).toBe('sudo-dial-stdio');
  await everythingWorks(id);
});
