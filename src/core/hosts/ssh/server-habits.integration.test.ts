import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { hashedKnownHostsLine, writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { runCommand } from '../../../../e2e/testbed/processes.ts';
import { startSshAgent } from '../../../../e2e/testbed/ssh-agent.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../../e2e/testbed/sshd.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import type { SshAuth } from '../../../shared/domain/host.ts';

/** What ordinary servers do beside letting somebody in. */
const cleanups: (() => Promise<unknown>)[] = [];
let engine: Engine;
let dir = '';
let sshd: Sshd;
let hosts: HostsFixture;

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-habit-${process.pid}` });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-habit-'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(dir, { recursive: true, force: true });
});

async function connect(
  options: Partial<SshdOptions>,
  more: { auth?: SshAuth; env?: NodeJS.ProcessEnv; knownHosts?: (sshd: Sshd) => readonly string[] } = {},
): Promise<string> {
  sshd = await startSshd({ dir: join(dir, 'sshd'), ...options });
  cleanups.push(sshd.stop);
  hosts = await createHostsFixture({ dir, ...(more.env ? { env: more.env } : {}) });
  cleanups.push(hosts.stop);
  const lines = more.knownHosts?.(sshd) ?? sshd.knownHostsLines;
  await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), lines);
  const file = join(dir, 'key');
  await copyFile(sshd.identityFile, file);
  return hosts.connect({
    kind: 'ssh',
    address: sshd.host,
    port: sshd.port,
    user: sshd.user,
    auth: more.auth ?? { method: 'key', file },
    dockerSocket: engine.socketPath,
  });
}

test('an agent logs in, and is never forwarded', async () => {
  const key = await startSshd({ dir: join(dir, 'keys') });
  await key.stop();
  const agent = await startSshAgent({ dir, keys: [key.identityFile] });
  cleanups.push(agent.stop);
  const env = { PATH: process.env.PATH, SSH_AUTH_SOCK: agent.socket };
  const publicKey = (await runCommand('ssh-keygen', ['-y', '-f', key.identityFile], {})).stdout.trim();
  const id = await connect(
    { extraConfig: ['LogLevel DEBUG3', 'AllowAgentForwarding yes'], authorizedKeys: [publicKey] },
    { auth: { method: 'agent' }, env },
  );
  await hosts.waitForState(id, 'connected');
  const show = 'echo "[$SSH_AUTH_SOCK]"';
  const { stdout } = await hosts.service
    .get(id)
    .exec(['sh', '-c', show], { signal: AbortSignal.timeout(10_000) });
  expect(stdout.toString()).toBe('[]\n');
  expect(await sshd.log()).not.toContain('auth-agent-req');

  // The same server does forward it for a client that asks, and says so: the lines above could have failed.
  const options = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-F', 'none'];
  const asked = await runCommand(
    'ssh',
    ['-A', ...options, '-p', String(sshd.port), `${sshd.user}@${sshd.host}`, show],
    { env },
  );
  expect(asked.stdout).toMatch(/^\[\/.+\]\n$/);
  await waitFor('the request in the log', async () => (await sshd.log()).includes('auth-agent-req'));
});

test('keys exchanged anew in the midst of a transfer ask nothing and change nothing', async () => {
  const id = await connect({ extraConfig: ['RekeyLimit 100K'] });
  await hosts.waitForState(id, 'connected');
  const connection = hosts.service.get(id);
  const { stdout } = await connection.exec(['head', '-c', '3000000', '/dev/zero'], {
    signal: AbortSignal.timeout(30_000),
    maxOutputBytes: 4_000_000,
  });
  expect(stdout.length).toBe(3_000_000);
  expect((await connection.docker.info()).ID).toBeTruthy();
  expect(hosts.state.list('prompts')).toEqual([]);
  expect(connection.signal.aborted).toBe(false);
});

test('a banner and hashed names in known_hosts are in nobody’s way', async () => {
  const banner = `\u001b[2J\u001b]0;owned\u0007Selamat datang\n${'='.repeat(2000)}\n`;
  const id = await connect(
    { banner },
    {
      knownHosts: ({ host, port, hostKeys }) =>
        hostKeys.map(({ publicKey }) => hashedKnownHostsLine({ host, port }, publicKey)),
    },
  );
  const view = await hosts.waitForState(id, 'connected');
  expect(hosts.state.list('prompts')).toEqual([]);
  expect(JSON.stringify(view)).not.toContain('\u001b');
});
