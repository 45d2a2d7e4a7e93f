import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashedKnownHostsLine, knownHostsLine, writeKnownHosts } from './known-hosts.ts';
import { descendantsOf, isRunning } from './process-tree.ts';
import { runCommand } from './processes.ts';
import { startShaper } from './shaper.ts';
import { startSilentAgent, startSshAgent } from './ssh-agent.ts';
import { generateKeyPair } from './ssh-keys.ts';
import { type Sshd, type SshdOptions, startSshd } from './sshd.ts';
import { waitFor } from './wait-for.ts';

/** Another name for each test run: two of them may share the machine. */
const ADMIN = `ronda-t${process.pid}`;

const cleanups: (() => Promise<unknown>)[] = [];
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ronda-sshd-'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(dir, { recursive: true, force: true });
});

async function start(options: Partial<SshdOptions> = {}): Promise<Sshd> {
  const sshd = await startSshd({ dir: join(dir, 'sshd'), ...options });
  cleanups.push(sshd.stop);
  return sshd;
}

interface SshResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** The system's ssh, with nothing of the machine's own configuration. */
async function ssh(
  sshd: Sshd,
  options: readonly string[],
  command = 'id -un',
  env: NodeJS.ProcessEnv = {},
  knownHosts?: string,
): Promise<SshResult> {
  const file = knownHosts ?? (await writeKnownHosts(join(dir, 'known_hosts'), sshd.knownHostsLines));
  const args = [
    ...['-F', 'none', '-p', String(sshd.port), '-o', `UserKnownHostsFile=${file}`],
    ...['-o', 'GlobalKnownHostsFile=none', '-o', 'StrictHostKeyChecking=yes', '-o', 'ConnectTimeout=10'],
    ...options,
    `${sshd.user}@${sshd.host}`,
    command,
  ];
  const { SSH_AUTH_SOCK: _ignored, ...clean } = process.env;
  return new Promise((resolve) => {
    execFile('ssh', args, { env: { ...clean, ...env }, timeout: 20_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

const withKey = (file: string) => ['-i', file, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes'];

/** What a person would type at ssh's prompts. */
async function typing(secret: string): Promise<NodeJS.ProcessEnv> {
  const askpass = join(dir, 'typing.sh');
  await writeFile(askpass, '#!/bin/sh\nprintf "%s\\n" "$TYPED"\n', { mode: 0o700 });
  return { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', TYPED: secret };
}

test('fingerprints are those that ssh-keygen prints', async () => {
  const sshd = await start();
  expect(sshd.hostKeys.map((key) => key.type)).toEqual(['ed25519', 'ecdsa', 'rsa']);
  for (const key of sshd.hostKeys) {
    const { stdout } = await runCommand('ssh-keygen', ['-lf', key.publicFile]);
    expect(stdout.split(' ')[1]).toBe(key.fingerprint);
  }
  expect(sshd.fingerprint).toBe(sshd.hostKeys[0]?.fingerprint);
});

test('ssh logs in with the identity, and with no other key', async () => {
  const sshd = await start({ banner: 'Warga RT 04 only\n' });
  const admitted = await ssh(sshd, withKey(sshd.identityFile));
  expect(admitted).toMatchObject({ code: 0, stdout: 'root\n' });
  expect(admitted.stderr).toContain('Warga RT 04 only');
  const stranger = await generateKeyPair({ file: join(dir, 'stranger') });
  const refused = await ssh(sshd, withKey(stranger.file));
  expect(refused.code).toBe(255);
  expect(refused.stderr).toContain('Permission denied');
  expect(await sshd.log()).toContain('Accepted publickey for root');
});

test('an encrypted identity opens with its passphrase only', async () => {
  const sshd = await start({ identityPassphrase: 'ronda malam' });
  const encrypted = sshd.encryptedIdentity;
  if (encrypted === undefined) throw new Error('no encrypted identity was made');
  const options = ['-i', encrypted.file, '-o', 'IdentitiesOnly=yes'];
  expect(await ssh(sshd, options, 'id -un', await typing('ronda malam'))).toMatchObject({ code: 0 });
  expect(await ssh(sshd, options, 'id -un', await typing('salah'))).toMatchObject({ code: 255 });
});

test('ssh logs in through an agent that holds the encrypted identity', async () => {
  const sshd = await start({ identityPassphrase: 'ronda malam' });
  const encrypted = sshd.encryptedIdentity;
  if (encrypted === undefined) throw new Error('no encrypted identity was made');
  const agent = await startSshAgent({ dir, keys: [encrypted] });
  cleanups.push(agent.stop);
  const viaAgent = ['-o', 'BatchMode=yes', '-o', 'IdentityFile=none'];
  const env = { SSH_AUTH_SOCK: agent.socket };
  expect(await ssh(sshd, viaAgent, 'id -un', env)).toMatchObject({ code: 0, stdout: 'root\n' });
  expect(await ssh(sshd, viaAgent, 'id -un', {})).toMatchObject({ code: 255 });
});

test('a silent agent accepts and never answers', async () => {
  const agent = await startSilentAgent({ dir });
  cleanups.push(agent.stop);
  const socket = connect(agent.socket);
  let answered = false;
  socket.on('data', () => {
    answered = true;
  });
  socket.write(Buffer.from([0, 0, 0, 1, 11]));
  await expect(
    waitFor('an answer or the end', () => answered || socket.destroyed, { timeoutMs: 300 }),
  ).rejects.toThrow('in vain');
  socket.destroy();
});

test('hashed and plain known_hosts lines match; one for another port does not', async () => {
  const sshd = await start();
  const key = sshd.hostKeys[0]?.publicKey ?? '';
  const login = async (line: string) => {
    const file = await writeKnownHosts(join(dir, 'kh'), [line]);
    return (await ssh(sshd, withKey(sshd.identityFile), 'true', {}, file)).code;
  };
  expect(await login(sshd.knownHostsLine)).toBe(0);
  expect(await login(hashedKnownHostsLine(sshd, key))).toBe(0);
  expect(await login(knownHostsLine({ host: sshd.host, port: sshd.port + 1 }, key))).toBe(255);
  expect(await login(knownHostsLine(sshd, key, '@revoked'))).toBe(255);
});

test('after the host key was rotated ssh refuses the server', async () => {
  const sshd = await start();
  const before = sshd.fingerprint;
  const old = await writeKnownHosts(join(dir, 'old_hosts'), sshd.knownHostsLines);
  await sshd.rotateHostKey();
  expect(sshd.fingerprint).not.toBe(before);
  const refused = await ssh(sshd, withKey(sshd.identityFile), 'true', {}, old);
  expect(refused.code).toBe(255);
  expect(refused.stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
  expect(refused.stderr).toContain(sshd.fingerprint);
  expect(await ssh(sshd, withKey(sshd.identityFile))).toMatchObject({ code: 0 });
});

test.each([true, false])('stream-local and TCP forwarding work only where allowed: %s', async (allowed) => {
  const sshd = await start({ allowStreamLocal: allowed, allowTcp: allowed });
  const agent = await startSilentAgent({ dir });
  cleanups.push(agent.stop);
  for (const target of [agent.socket, `127.0.0.1:${sshd.port}`]) {
    const { opened, stderr } = await forward(sshd, target);
    expect(opened).toBe(allowed);
    expect(stderr.includes('open failed')).toBe(!allowed);
  }
});

/** Opens a local forward to `target` and connects once; says whether the server opened the channel. */
async function forward(sshd: Sshd, target: string): Promise<{ opened: boolean; stderr: string }> {
  const local = join(dir, 'forward.sock');
  await rm(local, { force: true });
  const running = ssh(
    sshd,
    [...withKey(sshd.identityFile), '-L', `${local}:${target}`, '-o', 'ExitOnForwardFailure=yes'],
    'sleep 1.5',
  );
  const state = await waitFor('the local end', () => probe(local), { timeoutMs: 5_000, everyMs: 50 });
  const { stderr } = await running;
  return { opened: state === 'open', stderr };
}

/** Whether a connection is still open after a moment, or was closed by the other side. */
function probe(path: string): Promise<'open' | 'closed'> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const timer = setTimeout(() => {
      socket.destroy();
      resolve('open');
    }, 500);
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.resume();
    socket.once('end', () => {
      clearTimeout(timer);
      resolve('closed');
    });
  });
}

test('an ordinary user logs in with key, password and keyboard-interactive, and belongs to the group', async () => {
  const group = `${ADMIN}-g`;
  const password = 'pos ronda 04';
  const sshd = await start({ user: ADMIN, group, password, keyboardInteractive: true });
  const byKey = await ssh(sshd, withKey(sshd.identityFile), 'id -un; id -Gn; pwd');
  expect(byKey.stderr).not.toContain('Could not chdir');
  expect(byKey).toMatchObject({
    code: 0,
    stdout: `${ADMIN}\n${ADMIN} ${group}\n${join(dir, 'sshd', 'home')}\n`,
  });
  for (const method of ['password', 'keyboard-interactive']) {
    const only = [
      ...['-o', 'PubkeyAuthentication=no', '-o', `PreferredAuthentications=${method}`],
      ...['-o', 'NumberOfPasswordPrompts=1'],
    ];
    expect(await ssh(sshd, only, 'id -un', await typing(password))).toMatchObject({
      code: 0,
      stdout: `${ADMIN}\n`,
    });
    expect(await ssh(sshd, only, 'id -un', await typing('salah'))).toMatchObject({ code: 255 });
  }
  await sshd.stop();
  await expect(runCommand('id', [ADMIN])).rejects.toThrow('no such user');
  await expect(runCommand('getent', ['group', group])).rejects.toThrow();
});

test('a password works without PAM too, and a user who was there stays', async () => {
  await runCommand('useradd', ['-M', '-p', '*', ADMIN]);
  cleanups.push(() => runCommand('userdel', [ADMIN]));
  const sshd = await start({ user: ADMIN, password: 'x1' });
  const only = ['-o', 'PreferredAuthentications=password', '-o', 'NumberOfPasswordPrompts=1'];
  expect(await ssh(sshd, only, 'id -un', await typing('x1'))).toMatchObject({ code: 0 });
  await sshd.stop();
  await runCommand('id', [ADMIN]);
});

test("the machine's own accounts are never changed", async () => {
  await expect(start({ password: 'x' })).rejects.toThrow('root');
  await expect(start({ user: 'daemon', password: 'x' })).rejects.toThrow('ronda-');
});

test('a wrong line in the configuration is reported with what sshd says', async () => {
  await expect(start({ extraConfig: ['Nonsense yes'] })).rejects.toThrow(
    /Bad configuration option: Nonsense/,
  );
});

test('dropped connections end with what ran in them, and the server goes on', async () => {
  const sshd = await start();
  const running = ssh(sshd, withKey(sshd.identityFile), 'sleep 60');
  await waitFor('the session', async () => (await descendantsOf(sshd.pid)).length >= 2);
  await sshd.dropConnections();
  expect((await running).code).toBe(255);
  expect(await ssh(sshd, withKey(sshd.identityFile))).toMatchObject({ code: 0 });
});

test('stop leaves no connection behind, and the same folder starts the same server again', async () => {
  const sshd = await start();
  const running = ssh(sshd, withKey(sshd.identityFile), 'sleep 60');
  const sessions = await waitFor('the session', async () => {
    const pids = await descendantsOf(sshd.pid);
    return pids.length >= 2 ? pids : undefined;
  });
  await sshd.stop();
  expect((await running).code).toBe(255);
  for (const pid of [sshd.pid, ...sessions]) expect(await isRunning(pid)).toBe(false);
  const again = await start({ port: sshd.port });
  expect(again.fingerprint).toBe(sshd.fingerprint);
  expect(await ssh(again, withKey(again.identityFile))).toMatchObject({ code: 0 });
});

test('ssh works over a shaped line', async () => {
  const sshd = await start();
  const shaper = await startShaper({ target: sshd, rateBitsPerSecond: 20_000_000, oneWayDelayMs: 20 });
  cleanups.push(shaper.stop);
  const key = sshd.hostKeys[0]?.publicKey ?? '';
  const known = await writeKnownHosts(join(dir, 'shaped'), [
    knownHostsLine({ host: '127.0.0.1', port: shaper.port }, key),
  ]);
  const shaped: Sshd = { ...sshd, port: shaper.port };
  expect(await ssh(shaped, withKey(sshd.identityFile), 'id -un', {}, known)).toMatchObject({ code: 0 });
  expect(shaper.bytes.down).toBeGreaterThan(1_000);
});
