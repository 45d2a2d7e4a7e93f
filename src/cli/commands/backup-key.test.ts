import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(join(tmpdir(), 'ronda-keys-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recipient = `age1${'q'.repeat(58)}`;
const other = `age1${'z'.repeat(58)}`;
const identity = 'AGE-SECRET-KEY-1QQQ';

function server(vault: 'absent' | 'open' = 'open') {
  const fake = createFakeConsole({
    'vault.create': async () => ({}),
    'backup-key.make': async () => ({ recipient }),
    'backup-key.add': async () => ({ recipient: other }),
    'backup-key.save': async ({ path }) => ({ path: path ?? null }),
    'backup-key.set-passphrase': async () => ({}),
    'backup-key.list': async () => ({
      encryption: 'key' as const,
      recipients: [
        { recipient, isHeld: true },
        { recipient: other, isHeld: false },
      ],
      openOnly: [],
      passphrases: 1,
      vault,
    }),
  });
  const app = fake.state.get('app', 'app');
  if (app) fake.state.set('app', 'app', { ...app, vault });
  return fake;
}
const inputOf = (fake: ReturnType<typeof server>, name: string) =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input);

test('a key is made into a vault that is made first, and told how to be kept', async () => {
  const fake = server('absent');
  const io = createFakeIo({ terminal: true });
  io.answer('Passphrase of the vault', 'pos ronda malam');
  expect(await runCli(['backup-key', 'make'], io, fake.open)).toBe(0);
  expect(fake.calls.map(({ name }) => name)).toEqual(['vault.create', 'backup-key.make']);
  expect(io.out()).toContain(recipient);
  expect(io.out()).toContain('backup-key save');
});

test('the list tells which keys this computer cannot open', async () => {
  const io = createFakeIo();
  expect(await runCli(['backup-key', 'list'], io, server().open)).toBe(0);
  expect(io.out()).toContain(`${recipient}  secret half in the vault`);
  expect(io.out()).toContain(`${other}  secret half NOT in the vault`);
});

test('a secret key is asked for without an echo, or comes from a descriptor or a key file', async () => {
  const asked = server();
  const io = createFakeIo({ terminal: true });
  io.answer('Secret key', identity);
  expect(await runCli(['backup-key', 'add-identity'], io, asked.open)).toBe(0);
  expect(inputOf(asked, 'backup-key.add')).toEqual([{ identity }]);
  expect(io.err() + io.out()).not.toContain(identity);

  const file = join(folder, 'key.txt');
  writeFileSync(file, `# created: x\n# public key: ${recipient}\n${identity}\n${identity}Z\n`);
  const read = server();
  expect(await runCli(['backup-key', 'add-identity', file], createFakeIo(), read.open)).toBe(0);
  expect(inputOf(read, 'backup-key.add')).toEqual([{ identity }, { identity: `${identity}Z` }]);

  const line = join(folder, 'line.txt');
  writeFileSync(line, `${identity}\n`);
  const fd = openSync(line, 'r');
  const piped = server();
  const argv = ['backup-key', 'add-identity', '--identity-fd', String(fd)];
  expect(await runCli(argv, createFakeIo(), piped.open)).toBe(0);
  closeSync(fd);
  expect(inputOf(piped, 'backup-key.add')).toEqual([{ identity }]);
});

test('what is no secret key is refused without being repeated', async () => {
  const file = join(folder, 'wrong.txt');
  writeFileSync(file, 'kata sandi wifi pos');
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['backup-key', 'add-identity', file], io, fake.open)).toBe(4);
  expect(io.err()).toContain('not a secret key');
  expect(io.err()).not.toContain('wifi');
  const none = createFakeIo();
  expect(await runCli(['backup-key', 'add-identity'], none, server().open)).toBe(3);
  expect(none.err()).toContain('--identity-fd');
});

test('the secret keys are saved where it is said', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['backup-key', 'save', 'out/key.txt'], io, fake.open)).toBe(0);
  expect(inputOf(fake, 'backup-key.save')).toEqual([{ path: resolve('out/key.txt') }]);
  expect(io.out()).toContain('whoever has it opens every backup');
});

test('a passphrase is asked for twice, and two that differ change nothing', async () => {
  const fake = server();
  const io = createFakeIo({ terminal: true });
  io.answer('Passphrase of backups', 'pos ronda malam');
  io.answer('The same again', 'pos ronda malam');
  expect(await runCli(['backup-key', 'set-passphrase'], io, fake.open)).toBe(0);
  expect(inputOf(fake, 'backup-key.set-passphrase')).toEqual([{ passphrase: 'pos ronda malam' }]);
  expect(io.err()).not.toContain('pos ronda malam');

  const differ = server();
  const again = createFakeIo({ terminal: true });
  again.answer('Passphrase of backups', 'pos ronda malam');
  again.answer('The same again', 'pos ronda siang');
  expect(await runCli(['backup-key', 'set-passphrase'], again, differ.open)).not.toBe(0);
  expect(inputOf(differ, 'backup-key.set-passphrase')).toEqual([]);
});
