import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../../e2e/testbed/sshd.ts';
import type { JumpHost, SshTarget } from '../../../shared/domain/host.ts';

/** Servers that are reached through others (ProxyJump) or through a program (ProxyCommand). */
const cleanups: (() => Promise<unknown>)[] = [];
let engine: Engine;
let dir = '';
let hosts: HostsFixture;

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-route-${process.pid}` });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-route-'));
  hosts = await createHostsFixture({ dir });
  cleanups.push(hosts.stop);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(dir, { recursive: true, force: true });
});

async function server(name: string, options: Partial<SshdOptions> = {}): Promise<Sshd> {
  const sshd = await startSshd({ dir: join(dir, name), ...options });
  cleanups.unshift(sshd.stop);
  return sshd;
}

async function hop(sshd: Sshd, name: string): Promise<JumpHost> {
  const file = join(dir, `${name}.key`);
  await copyFile(sshd.identityFile, file);
  return { address: sshd.host, port: sshd.port, user: sshd.user, auth: { method: 'key', file } };
}

async function target(sshd: Sshd, more: Partial<SshTarget>): Promise<SshTarget> {
  return { kind: 'ssh', ...(await hop(sshd, 'target')), dockerSocket: engine.socketPath, ...more };
}

const knownHosts = () => join(hosts.userHome, '.ssh', 'known_hosts');

test('a server behind two others is reached, each of the three verified with its own question', async () => {
  const [first, second, last] = [await server('first'), await server('second'), await server('last')];
  const jumps = [await hop(first, 'first'), await hop(second, 'second')];
  const id = await hosts.connect(await target(last, { jumps }));
  for (const sshd of [first, second, last]) {
    const question = await hosts.prompt();
    expect(question).toMatchObject({ kind: 'host-key', fingerprint: sshd.fingerprint });
    await hosts.answer(question, { kind: 'accept' });
  }
  await hosts.waitForState(id, 'connected');
  const connection = hosts.service.get(id);
  // The second connection goes the same way, and asks nobody.
  const bulk = await connection.bulkDocker(AbortSignal.timeout(20_000));
  expect((await bulk.info()).ID).toBeTruthy();
  expect(hosts.state.list('prompts')).toEqual([]);
});

test('a changed key of a server on the way refuses, and nobody logs in beyond it', async () => {
  const [first, last] = [await server('first'), await server('last')];
  const other = await server('other');
  await writeKnownHosts(knownHosts(), [
    ...other.knownHostsLines.map((line) => line.replace(`:${other.port}`, `:${first.port}`)),
    ...last.knownHostsLines,
  ]);
  const id = await hosts.connect(await target(last, { jumps: [await hop(first, 'first')] }));
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error).toMatchObject({
    code: 'hosts.host-key-changed',
    params: { address: `127.0.0.1:${first.port}`, actual: first.fingerprint },
  });
  expect(await last.log()).not.toMatch(/Connection from/);
});

test('a server on the way that forwards nothing is named', async () => {
  const [first, last] = [await server('first', { allowTcp: false }), await server('last')];
  await writeKnownHosts(knownHosts(), [...first.knownHostsLines, ...last.knownHostsLines]);
  const id = await hosts.connect(await target(last, { jumps: [await hop(first, 'first')] }));
  const { connection } = await hosts.waitForState(id, 'waiting');
  expect(connection.error).toMatchObject({
    code: 'hosts.jump-failed',
    params: { jump: `127.0.0.1:${first.port}`, address: `127.0.0.1:${last.port}` },
  });
});

test('a server on the way that dies takes the connection with it, and both come back', async () => {
  const [first, last] = [await server('first'), await server('last')];
  await writeKnownHosts(knownHosts(), [...first.knownHostsLines, ...last.knownHostsLines]);
  const id = await hosts.connect(await target(last, { jumps: [await hop(first, 'first')] }));
  await hosts.waitForState(id, 'connected');
  await first.dropConnections();
  await hosts.waitForState(id, 'waiting');
  await hosts.waitForState(id, 'connected', 15_000);
});

test('a proxy command is the line: tokens filled in, the key verified all the same', async () => {
  const [first, last] = [await server('first'), await server('last')];
  const jump = await hop(first, 'first');
  const key = jump.auth.method === 'key' ? jump.auth.file : '';
  const proxyCommand = `ssh -F none -i ${key} -p ${first.port} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -W %h:%p ${first.user}@127.0.0.1`;
  const id = await hosts.connect(await target(last, { proxyCommand }));
  const question = await hosts.prompt();
  expect(question).toMatchObject({ kind: 'host-key', fingerprint: last.fingerprint });
  await hosts.answer(question, { kind: 'accept' });
  await hosts.waitForState(id, 'connected');
  expect((await hosts.service.get(id).docker.info()).ID).toBeTruthy();
});

test('a proxy command that ends well once its line is cut ends the connection, which is made anew', async () => {
  const last = await server('last');
  await writeKnownHosts(knownHosts(), last.knownHostsLines);
  const proxyCommand = `node -e "const s=require('net').connect(${last.port},'127.0.0.1');process.stdin.pipe(s);s.pipe(process.stdout);s.on('close',()=>process.exit(0))" proxy`;
  const id = await hosts.connect(await target(last, { proxyCommand }));
  await hosts.waitForState(id, 'connected');
  await last.dropConnections();
  await hosts.waitForState(id, 'waiting');
  await hosts.waitForState(id, 'connected', 15_000);
});

test('a proxy command that fails says what its program said', async () => {
  const last = await server('last');
  const id = await hosts.connect(
    await target(last, { proxyCommand: "sh -c 'echo kabel putus >&2; exit 3' proxy" }),
  );
  const { connection } = await hosts.waitForState(id, 'waiting');
  expect(connection.error).toMatchObject({
    code: 'hosts.proxy-failed',
    params: { detail: 'kabel putus' },
  });
});
