import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import {
  hashedKnownHostsLine,
  knownHostsLine,
  writeKnownHosts,
} from '../../../../e2e/testbed/known-hosts.ts';
import { descendantsOf } from '../../../../e2e/testbed/process-tree.ts';
import { runCommand } from '../../../../e2e/testbed/processes.ts';
import { generateKeyPair } from '../../../../e2e/testbed/ssh-keys.ts';
import { type Sshd, startSshd } from '../../../../e2e/testbed/sshd.ts';
import type { HostTarget } from '../../../shared/domain/host.ts';
import { createManualClock } from '../../platform/manual-clock.ts';

let engine: Engine;
let dir = '';
let sshd: Sshd;
let hosts: HostsFixture;

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-trust-${process.pid}` });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-trust-'));
  sshd = await startSshd({ dir: join(dir, 'sshd') });
  hosts = await createHostsFixture({ dir });
});
afterEach(async () => {
  await hosts.stop();
  await sshd.stop();
  await rm(dir, { recursive: true, force: true });
});

function target(): HostTarget {
  return {
    kind: 'ssh',
    address: sshd.host,
    port: sshd.port,
    user: sshd.user,
    auth: { method: 'key', file: sshd.identityFile },
    dockerSocket: engine.socketPath,
  };
}
const userKnownHosts = () => join(hosts.userHome, '.ssh', 'known_hosts');
const ownKnownHosts = () => readFile(join(hosts.home, 'known_hosts'), 'utf8').catch(() => '');
/** What sshd logs once somebody tries to log in, whether he gets in or not. */
const LOGIN = /Accepted|Failed|Postponed|userauth|authenticating user/;

test('an unknown key is shown as ssh-keygen shows it, and nobody logs in before the yes', async () => {
  const id = await hosts.connect(target());
  const prompt = await hosts.prompt();
  if (prompt.kind !== 'host-key') throw new Error('not asked about the key');
  const shown = await Promise.all(
    sshd.hostKeys.map(
      async (key) => (await runCommand('ssh-keygen', ['-lf', key.publicFile])).stdout.split(' ')[1],
    ),
  );
  expect(shown).toContain(prompt.fingerprint);
  expect(prompt.keyType).toBe('ssh-ed25519');
  expect(hosts.view(id).connection.state).toBe('prompting');
  expect(hosts.view(id).connection.steps).toMatchObject([
    { name: 'reach', state: 'done' },
    { name: 'verify-host-key', state: 'waiting' },
  ]);
  expect(await sshd.log()).not.toMatch(LOGIN);

  await hosts.answer(prompt, { kind: 'accept' });
  const view = await hosts.waitForState(id, 'connected');
  expect(view.connection.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'reach done',
    'verify-host-key done',
    'authenticate done',
    'docker done',
    'engine done',
  ]);
  expect(hosts.state.list('prompts')).toEqual([]);
  expect((await ownKnownHosts()).trim()).toBe(sshd.knownHostsLine);

  await hosts.service.disconnect(id);
  hosts.service.connect(id);
  await hosts.waitForState(id, 'connected');
});

test('five minutes at the prompt cost nothing: no connection is held open, and the key is taken as it was shown', async () => {
  await hosts.stop();
  await sshd.stop();
  sshd = await startSshd({ dir: join(dir, 'sshd'), loginGraceSeconds: 1 });
  const clock = createManualClock();
  hosts = await createHostsFixture({ dir, clock });
  const id = await hosts.connect(target());
  const prompt = await hosts.prompt();
  await clock.advance(5 * 60_000);
  // The server's own patience, in real time.
  await sleep(2_000);
  expect(await descendantsOf(sshd.pid)).toEqual([]);
  expect(await sshd.log()).not.toMatch(/Timeout before authentication/i);
  expect(hosts.state.list('prompts')).toEqual([prompt]);
  await hosts.answer(prompt, { kind: 'accept' });
  await hosts.waitForState(id, 'connected');
  expect((await ownKnownHosts()).trim()).toBe(sshd.knownHostsLine);
});

test('only the key that was accepted is accepted by the connection after the prompt', async () => {
  const id = await hosts.connect(target());
  const prompt = await hosts.prompt();
  await sshd.rotateHostKey();
  await hosts.answer(prompt, { kind: 'accept' });
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error?.code).toBe('hosts.host-key-swapped');
  expect(connection.error?.message).toContain(sshd.fingerprint);
  expect(await ownKnownHosts()).toBe('');
  expect(await sshd.log()).not.toMatch(LOGIN);
});

test('a key that was declined is neither recorded nor logged in to', async () => {
  const id = await hosts.connect(target());
  await hosts.answer(await hosts.prompt(), { kind: 'refuse' });
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error?.code).toBe('hosts.host-key-declined');
  expect(await ownKnownHosts()).toBe('');
  expect(await sshd.log()).not.toMatch(LOGIN);
});

test('a changed key stops everything and names both fingerprints', async () => {
  const known = sshd.fingerprint;
  await writeKnownHosts(userKnownHosts(), ['# mine', sshd.knownHostsLine]);
  await sshd.rotateHostKey();
  const id = await hosts.connect(target());
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error?.code).toBe('hosts.host-key-changed');
  expect(connection.error?.message).toContain(known);
  expect(connection.error?.message).toContain(sshd.fingerprint);
  expect(connection.error?.params).toMatchObject({ line: 2, file: userKnownHosts() });
  expect(connection.nextAttemptAt).toBeNull();
  expect(hosts.state.list('prompts')).toEqual([]);
  expect(await sshd.log()).not.toMatch(LOGIN);
});

test.each(['ed25519', 'ecdsa', 'rsa'] as const)(
  'a host known by its %s key alone is recognised without a question',
  async (type) => {
    const key = sshd.hostKeys.find((one) => one.type === type);
    await writeKnownHosts(userKnownHosts(), [hashedKnownHostsLine(sshd, key?.publicKey ?? '')]);
    await hosts.waitForState(await hosts.connect(target()), 'connected');
    expect(await ownKnownHosts()).toBe('');
  },
);

test('a host known only by a certificate authority is not trusted on first use', async () => {
  const authority = await generateKeyPair({ file: join(dir, 'ca') });
  await writeKnownHosts(userKnownHosts(), [knownHostsLine(sshd, authority.publicKey, '@cert-authority')]);
  const { connection } = await hosts.waitForState(await hosts.connect(target()), 'refused');
  expect(connection.error?.code).toBe('hosts.certificate-authority');
  expect(await sshd.log()).not.toMatch(LOGIN);
});

test('a revoked key is refused although another line trusts it', async () => {
  const key = sshd.hostKeys[0]?.publicKey ?? '';
  await writeKnownHosts(userKnownHosts(), [sshd.knownHostsLine, knownHostsLine(sshd, key, '@revoked')]);
  const { connection } = await hosts.waitForState(await hosts.connect(target()), 'refused');
  expect(connection.error?.code).toBe('hosts.host-key-revoked');
  expect(await sshd.log()).not.toMatch(LOGIN);
});
