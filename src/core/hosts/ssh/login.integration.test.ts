import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { startSilentAgent } from '../../../../e2e/testbed/ssh-agent.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../../e2e/testbed/sshd.ts';
import type { SshAuth } from '../../../shared/domain/host.ts';

const USER = `ronda-t${process.pid}-h`;
const GROUP = `${USER}-g`;
const cleanups: (() => Promise<unknown>)[] = [];
let engine: Engine;
let dir = '';
let sshd: Sshd;
let hosts: HostsFixture;

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-login-${process.pid}` });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-login-'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(dir, { recursive: true, force: true });
});

async function start(options: Partial<SshdOptions> = {}): Promise<void> {
  sshd = await startSshd({ dir: join(dir, 'sshd'), identityPassphrase: 'ronda malam', ...options });
  cleanups.push(sshd.stop);
}

/** Adds a host for the server that runs, or for one with these options. */
async function connect(
  auth: SshAuth,
  { env, dockerSocket = engine.socketPath }: { env?: NodeJS.ProcessEnv; dockerSocket?: string } = {},
): Promise<string> {
  hosts = await createHostsFixture({ dir, ...(env ? { env } : {}) });
  cleanups.push(hosts.stop);
  await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
  const { host: address, port, user } = sshd;
  return hosts.connect({ kind: 'ssh', address, port, user, auth, dockerSocket });
}
const encryptedKey = () => join(dir, 'sshd', 'id_encrypted');
const secret = (text: string, remember = false) => ({ kind: 'secret', secret: text, remember }) as const;

test('an encrypted key asks for its passphrase, and what was remembered is not asked again', async () => {
  await start();
  const id = await connect({ method: 'key', file: encryptedKey() });
  const first = await hosts.prompt();
  expect(first).toMatchObject({ kind: 'secret', purpose: 'passphrase', label: encryptedKey(), echo: false });
  await hosts.answer(first, secret('salah'));
  const second = await hosts.prompt();
  expect(second.id).not.toBe(first.id);
  await hosts.answer(second, secret('ronda malam', true));
  await hosts.waitForState(id, 'connected');
  expect([...hosts.vault]).toEqual([[`host/${id}/passphrase`, 'ronda malam']]);
  // A second connection, for bulk, and one after a loss need nobody.
  await hosts.service.get(id).bulkDocker(AbortSignal.timeout(10_000));
  await hosts.service.disconnect(id);
  hosts.service.connect(id);
  await hosts.waitForState(id, 'connected');
  await hosts.service.remove(id);
  expect(hosts.vault.size).toBe(0);
});

test('a wrong passphrase three times stops, and no login was tried', async () => {
  await start();
  const id = await connect({ method: 'key', file: encryptedKey() });
  for (let time = 0; time < 3; time++) await hosts.answer(await hosts.prompt(), secret(`salah ${time}`));
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error?.code).toBe('hosts.passphrase-wrong');
  expect(JSON.stringify(hosts.state.list('hosts'))).not.toContain('salah');
  expect(await sshd.log()).not.toMatch(/Accepted|Failed/);
});

test('a password that was typed lasts for reconnects but not beyond a disconnect by choice', async () => {
  await start({ user: USER, group: GROUP, password: 'pos ronda 04' });
  const id = await connect({ method: 'password' });
  const prompt = await hosts.prompt();
  expect(prompt).toMatchObject({ purpose: 'password', label: `${USER}@127.0.0.1` });
  await hosts.answer(prompt, secret('pos ronda 04'));
  // An ordinary user who is not in the socket's group: logged in, but not let to Docker.
  await hosts.waitForState(id, 'waiting');
  await expect(hosts.service.connectAndWait(id, AbortSignal.timeout(10_000))).rejects.toMatchObject({
    code: expect.stringMatching(/^hosts\.docker-permission/),
  });
  expect(hosts.state.list('prompts')).toEqual([]);
  await hosts.service.disconnect(id);
  hosts.service.connect(id);
  await hosts.prompt();
});

test('three wrong passwords stop, so that the server locks nobody out', async () => {
  await start({ user: USER, password: 'pos ronda 04' });
  const id = await connect({ method: 'password' });
  for (let time = 0; time < 3; time++) await hosts.answer(await hosts.prompt(), secret('salah'));
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error?.code).toBe('hosts.password-wrong');
});

test('a server that asks by keyboard-interactive gets the password', async () => {
  await start({ user: USER, password: 'pos ronda 04', passwordAuth: false, keyboardInteractive: true });
  const id = await connect({ method: 'password' });
  await hosts.answer(await hosts.prompt(), secret('pos ronda 04'));
  await hosts.waitForState(id, 'waiting');
  expect(await sshd.log()).toContain('Accepted keyboard-interactive/pam');
});

test('a hung agent is given up within five seconds, and the host is tried again', async () => {
  const agent = await startSilentAgent({ dir });
  cleanups.push(agent.stop);
  await start();
  const id = await connect({ method: 'agent', socket: agent.socket });
  const started = performance.now();
  const { connection } = await hosts.waitForState(id, 'waiting');
  expect(performance.now() - started).toBeLessThan(7_000);
  expect(connection.error?.code).toBe('hosts.agent-unreachable');
});

test('a key that the server does not know names what was tried and is not tried again', async () => {
  await start();
  const id = await connect({ method: 'key', file: join(dir, 'sshd', 'host_ed25519_key') });
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error).toMatchObject({
    code: 'hosts.login-refused',
    params: { tried: 'publickey', offered: 'publickey' },
  });
});

test('no permission on the socket names the group to join, and never another account', async () => {
  await engine.stop();
  engine = await startEngine({ dir: engine.dir, group: 'daemon' });
  await start({ user: USER });
  const id = await connect({ method: 'key', file: sshd.identityFile });
  const { connection } = await hosts.waitForState(id, 'waiting');
  expect(connection.error).toMatchObject({
    code: 'hosts.docker-permission',
    params: { group: 'daemon', user: USER, socket: engine.socketPath },
  });
  expect(JSON.stringify(connection.error)).not.toMatch(/\broot\b|sudo/i);
});

test.each([
  ['no socket', {}, '/nonexistent/docker.sock', 'hosts.docker-missing'],
  [
    'forwarding switched off, and no docker command to take its place,',
    { allowStreamLocal: false, extraConfig: ['SetEnv PATH=/nonexistent'] },
    null,
    'hosts.docker-forward-refused',
  ],
] as const)('%s is told as such', async (_name, options, socket, code) => {
  await start(options);
  const dockerSocket = socket ?? engine.socketPath;
  const id = await connect({ method: 'key', file: sshd.identityFile }, { dockerSocket });
  expect((await hosts.waitForState(id, 'waiting')).connection.error?.code).toBe(code);
});
