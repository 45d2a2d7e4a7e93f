import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import {
  hashedKnownHostsLine,
  knownHostsLine,
  writeKnownHosts,
} from '../../../../e2e/testbed/known-hosts.ts';
import { generateKeyPair, type SshKeyType } from '../../../../e2e/testbed/ssh-keys.ts';
import { type Sshd, startSshd } from '../../../../e2e/testbed/sshd.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';

/** What a client makes of the key that a server shows. */
type Verdict = 'known' | 'unknown' | 'changed' | 'revoked' | 'authority-only';

let dir = '';
let sshd: Sshd;
/** Keys of some other server, or of an authority. */
const other = new Map<SshKeyType, string>();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hosts-known-'));
  sshd = await startSshd({ dir: join(dir, 'sshd') });
  for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) {
    other.set(type, (await generateKeyPair({ file: join(dir, `other_${type}`), type })).publicKey);
  }
});
afterAll(async () => {
  await sshd?.stop();
  await rm(dir, { recursive: true, force: true });
});

const mine = (type: SshKeyType = 'ed25519') =>
  sshd.hostKeys.find((key) => key.type === type)?.publicKey ?? '';
const foreign = (type: SshKeyType = 'ed25519') => other.get(type) ?? '';
const named = (key: string, marker?: '@cert-authority' | '@revoked') => knownHostsLine(sshd, key, marker);

/** What Ronda does: its error, or the question it asks. The login works, and no Docker is there behind it. */
async function rondaSays(lines: readonly string[], address: string): Promise<Verdict> {
  const hosts = await createHostsFixture({ dir: await mkdtemp(join(dir, 'home-')) });
  try {
    await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), lines);
    const id = await hosts.connect({
      kind: 'ssh',
      address,
      port: sshd.port,
      user: sshd.user,
      auth: { method: 'key', file: sshd.identityFile },
      dockerSocket: join(dir, 'no-docker.sock'),
    });
    const outcome = await waitFor('a verdict', () => {
      const { error, state } = hosts.view(id).connection;
      return state === 'prompting' ? 'asked' : error?.code;
    });
    const verdicts: Readonly<Record<string, Verdict>> = {
      asked: 'unknown',
      'hosts.docker-missing': 'known',
      'hosts.host-key-changed': 'changed',
      'hosts.host-key-revoked': 'revoked',
      'hosts.certificate-authority': 'authority-only',
    };
    const verdict = verdicts[outcome];
    if (!verdict) throw new Error(`neither a verdict nor a question: ${outcome}`);
    return verdict;
  } finally {
    await hosts.stop();
  }
}

/** What OpenSSH's own client does with the same lines. */
async function sshSays(lines: readonly string[], address: string): Promise<Verdict> {
  const file = await writeKnownHosts(join(await mkdtemp(join(dir, 'ssh-')), 'known_hosts'), lines);
  const options = [
    ...['-F', 'none', '-i', sshd.identityFile, '-p', String(sshd.port), '-l', sshd.user],
    ...['StrictHostKeyChecking=yes', `UserKnownHostsFile=${file}`, 'GlobalKnownHostsFile=/dev/null'].flatMap(
      (option) => ['-o', option],
    ),
  ];
  const said = await new Promise<string>((resolve) => {
    const env = { PATH: process.env.PATH ?? '' };
    execFile('ssh', [...options, address, 'true'], { env, timeout: 20_000 }, (error, _stdout, stderr) =>
      resolve(error ? stderr : 'logged in'),
    );
  });
  if (said === 'logged in') return 'known';
  if (/marked as revoked/i.test(said)) return 'revoked';
  if (/IDENTIFICATION HAS CHANGED/.test(said)) return 'changed';
  if (/host key is known for/.test(said)) return 'unknown';
  throw new Error(`ssh said something else: ${said}`);
}

interface Case {
  readonly name: string;
  readonly lines: () => readonly string[];
  readonly verdict: Verdict;
  readonly address?: string;
}

const cases: readonly Case[] = [
  { name: 'nothing', lines: () => [], verdict: 'unknown' },
  { name: 'address and port', lines: () => [named(mine())], verdict: 'known' },
  { name: 'only its key of another type', lines: () => [named(mine('ecdsa'))], verdict: 'known' },
  { name: 'a hashed name', lines: () => [hashedKnownHostsLine(sshd, mine('rsa'))], verdict: 'known' },
  {
    name: 'a hashed name without the port, another key',
    lines: () => [hashedKnownHostsLine({ ...sshd, port: 22 }, foreign())],
    verdict: 'unknown',
  },
  { name: 'a wildcard', lines: () => [`[127.0.0.*]:* ${mine()}`], verdict: 'known' },
  { name: 'a question mark', lines: () => [`[12?.0.0.1]:${sshd.port} ${mine()}`], verdict: 'known' },
  { name: 'a wildcard, another key', lines: () => [`[127.*]:* ${foreign()}`], verdict: 'changed' },
  { name: 'a wildcard without the port', lines: () => [`127.0.0.* ${mine()}`], verdict: 'known' },
  {
    name: 'a wildcard without the port, another key',
    lines: () => [`127.0.0.* ${foreign()}`],
    verdict: 'unknown',
  },
  {
    name: 'a negation after the pattern',
    lines: () => [`[127.*]:*,![127.0.0.1]:${sshd.port} ${mine()}`],
    verdict: 'unknown',
  },
  {
    name: 'a negation before the pattern',
    lines: () => [`![127.0.0.1]:*,* ${foreign()}`],
    verdict: 'unknown',
  },
  { name: 'a negation of another host', lines: () => [`![127.0.0.2]:*,* ${mine()}`], verdict: 'known' },
  { name: 'nothing but a negation', lines: () => [`![127.0.0.2]:* ${mine()}`], verdict: 'unknown' },
  {
    name: 'a name in capitals',
    lines: () => [`[LOCALHOST]:* ${mine()}`],
    verdict: 'known',
    address: 'localhost',
  },
  { name: 'another key', lines: () => [named(foreign())], verdict: 'changed' },
  { name: 'another key of another type', lines: () => [named(foreign('ecdsa'))], verdict: 'changed' },
  { name: 'another key and its own', lines: () => [named(foreign()), named(mine())], verdict: 'known' },
  { name: 'its key, revoked', lines: () => [named(mine(), '@revoked')], verdict: 'revoked' },
  {
    name: 'its key, trusted and revoked for all',
    lines: () => [named(mine()), `@revoked * ${mine()}`],
    verdict: 'revoked',
  },
  {
    name: 'its key, revoked for another host',
    lines: () => [named(mine()), `@revoked [127.0.0.2]:* ${mine()}`],
    verdict: 'known',
  },
  { name: 'another key, revoked', lines: () => [named(foreign(), '@revoked')], verdict: 'unknown' },
  {
    name: 'an authority, by a wildcard',
    lines: () => [`@cert-authority [127.0.0.*]:* ${foreign()}`],
    verdict: 'authority-only',
  },
  {
    name: 'its own key as an authority',
    lines: () => [named(mine(), '@cert-authority')],
    verdict: 'authority-only',
  },
  {
    name: 'an authority and its key',
    lines: () => [`@cert-authority * ${foreign('rsa')}`, named(mine())],
    verdict: 'known',
  },
  {
    name: 'an authority that excludes it',
    lines: () => [`@cert-authority *,![127.0.0.1]:* ${foreign()}`],
    verdict: 'unknown',
  },
];

test.each(cases)('$name: $verdict, for ssh itself too', async ({ lines, verdict, address = '127.0.0.1' }) => {
  expect(await rondaSays(lines(), address)).toBe(verdict);
  // ssh knows no "authority only": without a certificate the host is as good as unknown to it.
  expect(await sshSays(lines(), address)).toBe(verdict === 'authority-only' ? 'unknown' : verdict);
});
