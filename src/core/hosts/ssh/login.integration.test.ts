import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { runCommand } from '../../../../e2e/testbed/processes.ts';
import { startSilentAgent } from '../../../../e2e/testbed/ssh-agent.ts';
import { generateKeyPair } from '../../../../e2e/testbed/ssh-keys.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../../e2e/testbed/sshd.ts';
import type { SshAuth } from '../../../shared/domain/host.ts';
import type { Log } from '../../platform/log.ts';

const USER = `ronda-t${process.pid}-h`;
const GROUP = `${USER}-g`;
const cleanups: (() => Promise<unknown>)[] = [];
let engine: Engine;
let dir = '';
let sshd: Sshd;
let hosts: HostsFixture;
/** All that Ronda logs, as text. */
let logged = '';
const write = (message: string, fields?: unknown): void => {
  logged += `${message} ${inspect(fields, { depth: 8 })}\n`;
};
const log: Log = { debug: write, info: write, warn: write, error: write };

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-login-${process.pid}` });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-login-'));
  logged = '';
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
  hosts = await createHostsFixture({ dir, log, ...(env ? { env } : {}) });
  cleanups.push(hosts.stop);
  await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
  const { host: address, port, user } = sshd;
  return hosts.connect({ kind: 'ssh', address, port, user, auth, dockerSocket });
}
/** As a process leaves one that was killed. */
async function leaveDeadSocket(path: string): Promise<void> {
  const bind =
    'const s = require("net").createServer(); s.listen(process.argv[1], () => process.kill(process.pid, 9))';
  await runCommand(process.execPath, ['-e', bind, path], { env: { ELECTRON_RUN_AS_NODE: '1' } }).catch(
    () => undefined,
  );
  expect((await stat(path)).isSocket()).toBe(true);
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

test('a wrong passphrase three times stops, no login was tried, and no log holds what was typed', async () => {
  await start({ extraConfig: ['LogLevel DEBUG3'] });
  const id = await connect({ method: 'key', file: encryptedKey() });
  const asked = new Set<string>();
  for (let time = 0; time < 3; time++) {
    const prompt = await hosts.prompt();
    asked.add(prompt.id);
    await hosts.answer(prompt, secret(`salah ${time}`, true));
  }
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(asked.size).toBe(3);
  expect(connection.error?.code).toBe('hosts.passphrase-wrong');
  expect(connection.nextAttemptAt).toBeNull();
  expect(hosts.state.list('prompts')).toEqual([]);
  expect(hosts.vault.size, 'what is wrong is not remembered').toBe(0);
  expect(await sshd.log()).not.toMatch(/Accepted|Failed/);
  expect(logged, 'the refusal itself is logged').toContain('hosts.passphrase-wrong');
  expect(logged + JSON.stringify(hosts.view(id)) + (await sshd.log())).not.toContain('salah');
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

test('a hung agent is given up, and the host is tried again', async () => {
  const agent = await startSilentAgent({ dir });
  cleanups.push(agent.stop);
  await start();
  const id = await connect({ method: 'agent', socket: agent.socket });
  const { connection } = await hosts.waitForState(id, 'waiting');
  expect(connection.error?.code).toBe('hosts.agent-unreachable');
});

test.each(['hung', 'dead', 'missing'])('with a %s agent the next identity logs in', async (how) => {
  const agent = await startSilentAgent({ dir });
  cleanups.push(agent.stop);
  // Of a session that has ended the socket's file often stays, and refuses.
  if (how === 'dead') await leaveDeadSocket(join(dir, 'dead.sock'));
  const socket = { hung: agent.socket, dead: join(dir, 'dead.sock'), missing: join(dir, 'none.sock') }[how];
  await start();
  const files = [join(dir, 'no-such-key'), sshd.identityFile];
  const env = { PATH: process.env.PATH, SSH_AUTH_SOCK: socket };
  const id = await connect({ method: 'identities', files, identitiesOnly: false }, { env });
  // That it is waited for no longer than five seconds is shown by a clock of its own, in agent-keys.
  await hosts.waitForState(id, 'connected');
  expect(hosts.state.list('prompts')).toEqual([]);
});

test('a hung agent is waited for once, however often the login is prepared anew', async () => {
  const agent = await startSilentAgent({ dir });
  cleanups.push(agent.stop);
  await start();
  const env = { PATH: process.env.PATH, SSH_AUTH_SOCK: agent.socket };
  const id = await connect({ method: 'identities', files: [encryptedKey()], identitiesOnly: false }, { env });
  const prompt = await hosts.prompt();
  expect(prompt).toMatchObject({ purpose: 'passphrase', label: encryptedKey() });
  await hosts.answer(prompt, secret('ronda malam'));
  await hosts.waitForState(id, 'connected');
  expect(agent.asked()).toBe(1);
});

test.each([
  ['ed25519', 'OpenSSH'],
  ['ecdsa', 'OpenSSH'],
  ['rsa', 'OpenSSH'],
  ['ecdsa', 'PEM'],
  ['rsa', 'PEM'],
] as const)('an encrypted %s key in %s form logs in', async (type, format) => {
  const passphrase = 'ronda malam';
  const key = await generateKeyPair({ file: join(dir, 'key'), type, format, passphrase });
  await start({ authorizedKeys: [key.publicKey] });
  const id = await connect({ method: 'key', file: key.file });
  await hosts.answer(await hosts.prompt(), secret(passphrase));
  await hosts.waitForState(id, 'connected');
  expect(await sshd.log()).toContain(key.fingerprint);
});

test('a server that takes its time over a login is waited for', async () => {
  const key = await generateKeyPair({ file: join(dir, 'key') });
  // As one that asks a directory far away; it does so twice, for the key and for the signature.
  const command = `AuthorizedKeysCommand /bin/sh -c "sleep 2; cat ${key.publicFile}"`;
  await start({ extraConfig: [command, 'AuthorizedKeysCommandUser root'] });
  const id = await connect({ method: 'key', file: key.file });
  const { connection } = await hosts.waitForState(id, 'connected', 40_000);
  const login = connection.steps.find(({ name }) => name === 'authenticate');
  expect(login?.durationMs).toBeGreaterThan(1_900);
  expect(
    (await sshd.log()).split('Accepted publickey').length - 1,
    'the first attempt was the only one',
  ).toBe(1);
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

test('what was typed while a host was tried is not asked again when it is added, and only then kept', async () => {
  await start({ password: 'pos ronda 04', user: USER, group: GROUP });
  const id = await connect({ method: 'password' });
  // The host of this test's own; the one that is tried is not added yet.
  await hosts.answer(await hosts.prompt(), { kind: 'refuse' });
  await hosts.service.remove(id);
  const { host: address, port, user } = sshd;
  const target = {
    kind: 'ssh',
    address,
    port,
    user,
    auth: { method: 'password' },
    dockerSocket: engine.socketPath,
  } as const;
  const trying = hosts.service.tryOut(
    { name: 'Server RT 04', target },
    {
      signal: AbortSignal.timeout(20_000),
      changed: () => undefined,
      use: async () => undefined,
    },
  );
  await hosts.answer(await hosts.prompt(), secret('pos ronda 04', true));
  // As far as the login it went well; the socket belongs to others.
  await expect(trying).rejects.toMatchObject({ code: expect.stringMatching(/^hosts\.docker-permission/) });
  expect(hosts.vault.size, 'nothing is kept of a host that is not added').toBe(0);

  const added = await hosts.connect(target);
  await hosts.waitForState(added, 'waiting');
  expect(hosts.state.list('prompts')).toEqual([]);
  expect([...hosts.vault]).toEqual([[`host/${added}/password`, 'pos ronda 04']]);
  expect(logged).not.toContain('pos ronda 04');
});
