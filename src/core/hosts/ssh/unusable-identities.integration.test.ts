import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { runCommand } from '../../../../e2e/testbed/processes.ts';
import { startSshAgent } from '../../../../e2e/testbed/ssh-agent.ts';
import { generateKeyPair, type SshKeyPair } from '../../../../e2e/testbed/ssh-keys.ts';
import { type SshdOptions, startSshd } from '../../../../e2e/testbed/sshd.ts';
import type { SshAuth } from '../../../shared/domain/host.ts';

const cleanups: (() => Promise<unknown>)[] = [];
let engine: Engine;
let dir = '';
let key: SshKeyPair;
/** A certificate for `key` by an authority, beside it as ssh looks for it. */
let certificate = '';

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-cert-${process.pid}` });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-cert-'));
  const authority = await generateKeyPair({ file: join(dir, 'ca') });
  key = await generateKeyPair({ file: join(dir, 'id') });
  await runCommand(
    'ssh-keygen',
    ['-q', '-s', authority.file, '-I', 'siti', '-n', 'root', key.publicFile],
    {},
  );
  certificate = `${key.file}-cert.pub`;
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(dir, { recursive: true, force: true });
});

async function connect(
  auth: SshAuth,
  options: Partial<SshdOptions> = { extraConfig: [`TrustedUserCAKeys ${join(dir, 'ca.pub')}`] },
): Promise<{ hosts: HostsFixture; id: string }> {
  const sshd = await startSshd({ dir: join(dir, 'sshd'), ...options });
  cleanups.push(sshd.stop);
  const hosts = await createHostsFixture({ dir });
  cleanups.push(hosts.stop);
  await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
  const { host: address, port, user } = sshd;
  const id = await hosts.connect({
    kind: 'ssh',
    address,
    port,
    user,
    auth,
    dockerSocket: engine.socketPath,
  });
  return { hosts, id };
}
async function refusal(auth: SshAuth, options?: Partial<SshdOptions>) {
  const { hosts, id } = await connect(auth, options);
  return (await hosts.waitForState(id, 'refused')).connection.error;
}
async function agentWithCertificate(): Promise<string> {
  const agent = await startSshAgent({ dir, keys: [key.file] });
  cleanups.push(agent.stop);
  const { stdout } = await runCommand('ssh-add', ['-L'], { env: { SSH_AUTH_SOCK: agent.socket } });
  expect(stdout).toContain('ssh-ed25519-cert-v01@openssh.com');
  return agent.socket;
}

test('a server that takes only a certificate says so, with the certificate that lies here', async () => {
  const error = await refusal({ method: 'key', file: key.file });
  expect(error?.code).toBe('hosts.identity-unusable');
  expect(error?.message).toContain(`ssh-ed25519-cert-v01@openssh.com, ${certificate}`);
  expect(error?.hint).toContain('authorized_keys');
});

test('a certificate in the agent is named when its plain key is not admitted', async () => {
  const error = await refusal({ method: 'agent', socket: await agentWithCertificate() });
  expect(error?.message).toContain('ssh-ed25519-cert-v01@openssh.com, SSH agent');
});

test('a certificate beside a plain key in the agent does not stand in the way of the plain key', async () => {
  const socket = await agentWithCertificate();
  const { hosts, id } = await connect({ method: 'agent', socket }, { authorizedKeys: [key.publicKey] });
  await hosts.waitForState(id, 'connected');
});

/** A security key as ssh-keygen writes it (OpenSSH's PROTOCOL.u2f), without a device: the file holds only a handle. */
async function writeSecurityKey(file: string): Promise<Buffer> {
  const string = (text: string | Buffer): Buffer => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const type = 'sk-ssh-ed25519@openssh.com';
  const blob = Buffer.concat([string(type), string(Buffer.alloc(32, 7)), string('ssh:')]);
  const inner = Buffer.concat([
    Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]),
    ...[blob, Buffer.from([1]), string('handle'), string(''), string('siti')],
  ]);
  const padded = Buffer.concat([
    inner,
    Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (8 - (inner.length % 8)) % 8),
  ]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[string('none'), string('none'), string(''), Buffer.from([0, 0, 0, 1]), string(blob), string(padded)],
  ]);
  const lines = body
    .toString('base64')
    .match(/.{1,70}/g)
    ?.join('\n');
  await writeFile(
    file,
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`,
    { mode: 0o600 },
  );
  return blob;
}

test('a security key is named as such, and not called a broken file', async () => {
  const file = join(dir, 'id_ed25519_sk');
  await writeSecurityKey(file);
  // ssh-keygen reads it as one too.
  expect((await runCommand('ssh-keygen', ['-y', '-f', file], {})).stdout).toContain(
    'sk-ssh-ed25519@openssh.com',
  );
  const ways: SshAuth[] = [
    { method: 'key', file },
    { method: 'identities', files: [file], agent: null, identitiesOnly: true },
  ];
  for (const auth of ways) {
    const error = await refusal(auth, {});
    expect(error?.message).toContain(`sk-ssh-ed25519@openssh.com, ${file}`);
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  }
});

test('an agent that holds nothing but a security key is not called empty', async () => {
  const blob = await writeSecurityKey(join(dir, 'id_sk'));
  const sized = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const list = Buffer.concat([Buffer.from([12, 0, 0, 0, 1]), sized(blob), sized(Buffer.from('siti'))]);
  const agent = createServer((socket) => {
    socket.on('data', () => socket.write(sized(list)));
    socket.on('error', () => undefined);
  });
  const socket = join(dir, 'agent');
  await new Promise<void>((resolve) => agent.listen(socket, resolve));
  cleanups.push(() => new Promise((resolve) => agent.close(resolve)));
  const error = await refusal({ method: 'agent', socket }, {});
  expect(error?.message).toContain('sk-ssh-ed25519@openssh.com, SSH agent');
});

test('where no such key lies, a refused login is told as before', async () => {
  await rm(certificate);
  expect((await readFile(key.file, 'utf8')).length).toBeGreaterThan(0);
  expect((await refusal({ method: 'key', file: key.file }))?.code).toBe('hosts.login-refused');
});
