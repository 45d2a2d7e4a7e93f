import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../../e2e/testbed/engine.ts';
import { createHostsFixture, type HostsFixture } from '../../../../e2e/testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../../../../e2e/testbed/known-hosts.ts';
import { startSilentAgent, startSshAgent } from '../../../../e2e/testbed/ssh-agent.ts';
import { generateKeyPair } from '../../../../e2e/testbed/ssh-keys.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../../e2e/testbed/sshd.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import type { Prompt, SshTarget } from '../../../shared/domain/host.ts';

/** Hosts that are looked up in ~/.ssh/config, against real servers. */
const cleanups: (() => Promise<unknown>)[] = [];
let engine: Engine;
let dir = '';
let hosts: HostsFixture;

beforeAll(async () => {
  engine = await startEngine({ dir: `/tmp/hosts-alias-${process.pid}` });
});
afterAll(async () => {
  await engine?.stop({ removeData: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'alias-'));
  hosts = await createHostsFixture({ dir });
  cleanups.push(() => hosts.stop());
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await rm(dir, { recursive: true, force: true });
});

async function server(name: string, options: Partial<SshdOptions> = {}): Promise<Sshd> {
  const sshd = await startSshd({ dir: join(dir, name), ...options });
  cleanups.unshift(sshd.stop);
  await copyFile(sshd.identityFile, join(dir, `${name}.key`));
  return sshd;
}

const block = (name: string, sshd: Sshd, ...more: string[]): string =>
  [
    `Host ${name}`,
    `  HostName 127.0.0.1`,
    `  Port ${sshd.port}`,
    `  User ${sshd.user}`,
    `  IdentityFile ${join(dir, `${name}.key`)}`,
    ...more.map((line) => `  ${line}`),
    '',
  ].join('\n');
const writeConfig = (...blocks: string[]) =>
  writeFile(join(hosts.userHome, '.ssh', 'config'), blocks.join('\n'));
const trust = (...servers: Sshd[]) =>
  writeKnownHosts(
    join(hosts.userHome, '.ssh', 'known_hosts'),
    servers.flatMap(({ knownHostsLines }) => knownHostsLines),
  );

/** As the form stores it; what is looked up need not be right here. */
const aliasTarget = (alias: string, more: Partial<SshTarget> = {}): SshTarget => ({
  kind: 'ssh',
  alias,
  address: 'stored.invalid',
  port: 1,
  user: 'stored',
  auth: { method: 'identities', files: [], identitiesOnly: false },
  dockerSocket: engine.socketPath,
  ...more,
});

async function accept(kind: Prompt['kind']): Promise<Prompt> {
  const question = await hosts.prompt();
  expect(question.kind).toBe(kind);
  await hosts.answer(question, { kind: 'accept' });
  return question;
}

test('an alias leads through two servers by ProxyJump, each verified and signed in to by its own key', async () => {
  const [first, second, last] = [await server('first'), await server('second'), await server('last')];
  await writeConfig(
    block('first', first),
    block('second', second, 'ProxyJump first'),
    block('last', last, 'ProxyJump second'),
  );
  const id = await hosts.connect(aliasTarget('last'));
  for (const sshd of [first, second, last]) {
    expect(await accept('host-key')).toMatchObject({ fingerprint: sshd.fingerprint });
  }
  await hosts.waitForState(id, 'connected');
});

test('a changed key at the jump host refuses, and the server behind it hears nothing', async () => {
  const [first, last] = [await server('first'), await server('last')];
  await trust(first, last);
  await first.rotateHostKey();
  await writeConfig(block('first', first), block('last', last, 'ProxyJump first'));
  const id = await hosts.connect(aliasTarget('last'));
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error).toMatchObject({
    code: 'hosts.host-key-changed',
    params: { address: `127.0.0.1:${first.port}` },
  });
  expect(await last.log()).not.toMatch(/Connection from/);
});

test('what stands in the file at each connect counts, and an alias that is gone reaches nobody', async () => {
  const [before, after] = [await server('before'), await server('after')];
  await trust(before, after);
  const named = (name: string, sshd: Sshd) => block(name, sshd).replace(`Host ${name}`, 'Host rt04');
  await writeConfig(named('before', before));
  const id = await hosts.connect(aliasTarget('rt04'));
  await hosts.waitForState(id, 'connected');
  expect(await before.log()).toMatch(/Accepted publickey/);

  await hosts.service.disconnect(id);
  await writeConfig(named('after', after));
  hosts.service.connect(id);
  await hosts.waitForState(id, 'connected');
  expect(await after.log()).toMatch(/Accepted publickey/);

  await hosts.service.disconnect(id);
  await writeConfig('Host *\n  User root\n');
  hosts.service.connect(id);
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error).toMatchObject({ code: 'hosts.alias-unknown', params: { alias: 'rt04' } });
});

test('a Match exec is never run, not when suggested and not when connected', async () => {
  const [sshd, mark] = [await server('rt04'), join(dir, 'executed')];
  await trust(sshd);
  await writeConfig(
    `Match host rt04 exec "touch ${mark}"\n  User nobody\nMatch exec "touch ${mark}"\n  Port 1\n`,
    block('rt04', sshd),
  );
  const context = { signal: AbortSignal.timeout(5_000), emit: async () => undefined };
  const { hosts: found, skipped } = await hosts.operations['hosts.suggest']({}, context);
  expect(found).toMatchObject([{ alias: 'rt04', port: sshd.port }]);
  expect(skipped).toHaveLength(2);
  const id = await hosts.connect(aliasTarget('rt04'));
  await hosts.waitForState(id, 'connected');
  expect(existsSync(mark)).toBe(false);
});

test('a proxy command of the file is shown whole and asked about once, and anew when its text changes', async () => {
  const [jump, last] = [await server('jump'), await server('last')];
  await trust(jump, last);
  const via = (note: string) =>
    `ProxyCommand ssh -F none -i ${join(dir, 'jump.key')} -p ${jump.port} -o StrictHostKeyChecking=no -o UserKnownHostsFile="/dev/null" -o LogLevel=ERROR -W "%h:%p" ${jump.user}@127.0.0.1 # ${note}`;
  await writeConfig(block('last', last, via('one')));
  const id = await hosts.connect(aliasTarget('last'));
  const question = await accept('proxy-command');
  expect(question).toMatchObject({
    command: expect.stringContaining(`-W "127.0.0.1:${last.port}" ${jump.user}@127.0.0.1 # one`),
  });
  await hosts.waitForState(id, 'connected');
  const connection = hosts.service.get(id);
  expect((await (await connection.bulkDocker(AbortSignal.timeout(20_000))).info()).ID).toBeTruthy();

  await hosts.service.disconnect(id);
  hosts.service.connect(id);
  await hosts.waitForState(id, 'connected');

  await hosts.service.disconnect(id);
  await writeConfig(block('last', last, via('two')));
  hosts.service.connect(id);
  expect(await hosts.prompt()).toMatchObject({
    kind: 'proxy-command',
    command: expect.stringContaining('# two'),
  });
});

test('a proxy command that is refused is not run, and the connection stays refused', async () => {
  const [last, mark] = [await server('last'), join(dir, 'ran')];
  await writeConfig(block('last', last, `ProxyCommand touch ${mark}`));
  const id = await hosts.connect(aliasTarget('last'));
  await hosts.answer(await hosts.prompt(), { kind: 'refuse' });
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error).toMatchObject({
    code: 'hosts.proxy-declined',
    params: { command: `touch ${mark}` },
  });
  expect(existsSync(mark)).toBe(false);
});

test('what was shown in the form when the host was added is not asked about again', async () => {
  const last = await server('last');
  await trust(last);
  const proxyCommand = `sh -c 'echo "lewat %n" >&2; exit 4'`;
  await writeConfig(block('last', last, `ProxyCommand ${proxyCommand}`));
  const stored = { proxyCommand: proxyCommand.replace('%n', 'last'), address: '127.0.0.1', port: last.port };
  const id = await hosts.connect(aliasTarget('last', { ...stored, user: last.user }));
  const { connection } = await hosts.waitForState(id, 'waiting');
  expect(connection.error).toMatchObject({ code: 'hosts.proxy-failed', params: { detail: 'lewat last' } });
});

test('a proxy command leads to the first server on the way, and all of it ends at the disconnect', async () => {
  const [first, last] = [await server('first'), await server('last')];
  await trust(first, last);
  const pids = join(dir, 'pids');
  // Two processes and a shell: ending the shell alone would leave them behind.
  const relay = join(dir, 'relay.mjs');
  await writeFile(
    relay,
    `import { appendFileSync } from 'node:fs'; import { connect } from 'node:net';
appendFileSync(process.argv[2], process.pid + '\\n');
process.on('SIGTERM', () => undefined);
const socket = connect(Number(process.argv[4]), process.argv[3]);
process.stdin.pipe(socket); socket.pipe(process.stdout); setInterval(() => undefined, 1000);`,
  );
  const command = `env ELECTRON_RUN_AS_NODE=1 ${process.execPath} ${relay} ${pids} %h %p | cat`;
  await writeConfig(block('first', first, `ProxyCommand ${command}`), block('last', last, 'ProxyJump first'));
  const id = await hosts.connect(aliasTarget('last'));
  expect(await accept('proxy-command')).toMatchObject({
    command: expect.stringContaining(`127.0.0.1 ${first.port} | cat`),
  });
  await hosts.waitForState(id, 'connected');
  const running = (await readFile(pids, 'utf8')).trim().split('\n').map(Number);
  expect(running.every(isAlive)).toBe(true);
  await hosts.service.disconnect(id);
  await waitFor('the proxy to end', () => !running.some(isAlive), { timeoutMs: 6_000, everyMs: 50 });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

test('with IdentitiesOnly the agent shows only the key that is named, however many it holds', async () => {
  const others = await Promise.all(
    Array.from({ length: 7 }, (_, index) => generateKeyPair({ file: join(dir, `other-${index}`) })),
  );
  const sshd = await server('rt04', { identityPassphrase: 'rahasia' });
  const encrypted = sshd.encryptedIdentity;
  if (!encrypted) throw new Error('no encrypted identity');
  // The right one comes last: sshd ends a login after six wrong keys.
  const agent = await startSshAgent({ dir, keys: [...others.map(({ file }) => file), encrypted] });
  cleanups.push(agent.stop);
  await trust(sshd);
  // Encrypted and without its .pub: what it is must be told from the file alone, and nobody asked for the passphrase.
  await copyFile(encrypted.file, join(dir, 'rt04.key'));
  await writeConfig(block('rt04', sshd, `IdentityAgent ${agent.socket}`, 'IdentitiesOnly yes'));
  const id = await hosts.connect(aliasTarget('rt04'));
  await hosts.waitForState(id, 'connected');
  expect(await sshd.log()).not.toMatch(/Failed publickey/);

  await hosts.service.disconnect(id);
  await writeConfig(
    block('rt04', sshd, `IdentityAgent ${agent.socket}`, 'IdentitiesOnly yes').replace('rt04.key', 'other-0'),
  );
  hosts.service.connect(id);
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error?.code).toBe('hosts.login-refused');
  expect((await sshd.log()).match(/Accepted publickey/g)).toHaveLength(1);
});

test.each(['dead', 'hung'] as const)('a %s agent is passed over for the key file', async (kind) => {
  const sshd = await server('rt04');
  await trust(sshd);
  const agent = kind === 'hung' ? await startSilentAgent({ dir }) : null;
  if (agent) cleanups.push(agent.stop);
  await writeConfig(block('rt04', sshd, `IdentityAgent ${agent?.socket ?? join(dir, 'nobody.sock')}`));
  const id = await hosts.connect(aliasTarget('rt04'));
  await waitFor('the login', async () => /Accepted publickey/.test(await sshd.log()));
  await hosts.waitForState(id, 'connected');
});

test('an encrypted key of the file asks for its passphrase, and a host with nothing to sign in with says so', async () => {
  const sshd = await server('rt04', { identityPassphrase: 'rahasia' });
  await trust(sshd);
  await copyFile(sshd.encryptedIdentity?.file ?? '', join(dir, 'rt04.key'));
  await writeConfig(block('rt04', sshd, 'IdentityAgent none'));
  const id = await hosts.connect(aliasTarget('rt04'));
  const question = await hosts.prompt();
  expect(question).toMatchObject({ kind: 'secret', purpose: 'passphrase', label: join(dir, 'rt04.key') });
  await hosts.answer(question, { kind: 'secret', secret: 'rahasia', remember: false });
  await hosts.waitForState(id, 'connected');

  await hosts.service.disconnect(id);
  await rm(join(dir, 'rt04.key'));
  hosts.service.connect(id);
  const { connection } = await hosts.waitForState(id, 'refused');
  expect(connection.error?.code).toBe('hosts.identities-missing');
});
