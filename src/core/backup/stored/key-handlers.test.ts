import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, expect, test } from 'vitest';
import { defaultSettings, Settings } from '../../../shared/domain/settings.ts';
import { createDispatcher, type Handlers } from '../../dispatcher/dispatcher.ts';
import { silentLog } from '../../platform/log.ts';
import { createBackupKeys } from './backup-keys.ts';
import { createBackupKeyHandlers } from './key-handlers.ts';

const folder = mkdtempSync(join(tmpdir(), 'ronda-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function setUp() {
  const secrets = new Map<string, string>();
  let settings = defaultSettings;
  const vault = {
    state: () => 'open' as const,
    get: async (name: string) => secrets.get(name) ?? null,
    putBeside: async (name: string, value: string) => {
      const before = secrets.get(name);
      if (before !== undefined && before !== value) secrets.set(`${name}-${secrets.size + 1}`, before);
      secrets.set(name, value);
    },
    list: () => [...secrets.keys()].map((name) => ({ name })),
  };
  const store = {
    get: () => settings,
    reload: async () => settings,
    update: async (change: Partial<Settings>) => {
      settings = Settings.parse({ ...settings, ...change });
      return settings;
    },
  };
  const path = join(folder, 'key.txt');
  const handlers = createBackupKeyHandlers({
    vault,
    settings: store,
    chooseSavePath: async () => path,
    now: () => 0,
    log: silentLog,
  });
  const dispatcher = createDispatcher(handlers as unknown as Handlers, silentLog);
  return { secrets, store, dispatcher, path, keys: createBackupKeys({ settings: store.get, vault }) };
}

test('a made key is used from then on, lies in the vault, and is saved as age-keygen writes it', async () => {
  const { dispatcher, store, secrets, keys, path } = setUp();
  const output = await dispatcher.run('backup-key.make', {});
  const identity = secrets.get('backup-identity') ?? '';
  expect(output).toEqual({ recipient: await identityToRecipient(identity) });
  expect(store.get()).toMatchObject({ backupEncryption: 'key', backupRecipients: [output.recipient] });
  expect(await keys.forNew()).toEqual({ compress: true, encryptTo: { recipients: [output.recipient] } });
  await dispatcher.run('backup-key.save', {});
  expect(readFileSync(path, 'utf8').split('\n').slice(1, 3)).toEqual([
    `# public key: ${output.recipient}`,
    identity,
  ]);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('a second key does not push out the first: what that one encrypted is still there', async () => {
  const { dispatcher, keys, store } = setUp();
  await dispatcher.run('backup-key.make', {});
  await dispatcher.run('backup-key.make', {});
  expect((await keys.forOpening()).identities.length).toBe(2);
  expect(store.get().backupRecipients.length).toBe(2);
});

test('an older passphrase still opens, the newest one encrypts', async () => {
  const { dispatcher, keys } = setUp();
  await dispatcher.run('backup-key.set-passphrase', { passphrase: 'the first passphrase' });
  await dispatcher.run('backup-key.set-passphrase', { passphrase: 'the second passphrase' });
  expect(await keys.forNew()).toMatchObject({ encryptTo: { passphrase: 'the second passphrase' } });
  expect([...(await keys.forOpening()).passphrases].sort()).toEqual([
    'the first passphrase',
    'the second passphrase',
  ]);
});

test('a key of another computer opens and does not encrypt; what is none is refused without being repeated', async () => {
  const { dispatcher, keys, store } = setUp();
  const identity = await generateX25519Identity();
  await dispatcher.run('backup-key.add', { identity: ` ${identity}\n` });
  expect((await keys.forOpening()).identities).toEqual([identity]);
  expect(store.get().backupRecipients).toEqual([]);
  const wrong = 'AGE-SECRET-KEY-1MISTYPED';
  const error: unknown = await dispatcher
    .run('backup-key.add', { identity: wrong })
    .catch((thrown) => thrown);
  expect(error).toMatchObject({ code: 'backup.key-not-one' });
  expect(JSON.stringify(error)).not.toContain('MISTYPED');
});

test('the list names public halves only, tells which of them this computer can open, and which only open', async () => {
  const { dispatcher, store, secrets } = setUp();
  const { recipient } = await dispatcher.run('backup-key.make', {});
  const elsewhere = await identityToRecipient(await generateX25519Identity());
  await store.update({ backupRecipients: [recipient, elsewhere] });
  const added = await dispatcher.run('backup-key.add', { identity: await generateX25519Identity() });
  const listed = await dispatcher.run('backup-key.list', {});
  expect(listed).toEqual({
    encryption: 'key',
    recipients: [
      { recipient, isHeld: true },
      { recipient: elsewhere, isHeld: false },
    ],
    openOnly: [added.recipient],
    passphrases: 0,
    vault: 'open',
  });
  for (const secret of secrets.values()) expect(JSON.stringify(listed)).not.toContain(secret);
});

test('a save to a named place makes a new file for its owner alone and never replaces one', async () => {
  const { dispatcher, secrets } = setUp();
  const path = join(folder, 'named.txt');
  await expect(dispatcher.run('backup-key.save', { path })).rejects.toMatchObject({ code: 'backup.no-key' });
  await dispatcher.run('backup-key.make', {});
  await dispatcher.run('backup-key.save', { path });
  expect(readFileSync(path, 'utf8')).toContain(secrets.get('backup-identity'));
  expect(statSync(path).mode & 0o077).toBe(0);
  const before = readFileSync(path);
  await expect(dispatcher.run('backup-key.save', { path })).rejects.toMatchObject({
    code: 'backup.file-exists',
  });
  expect(readFileSync(path)).toEqual(before);
});

test('a key that the vault has already is not kept twice', async () => {
  const { dispatcher, secrets } = setUp();
  const { recipient } = await dispatcher.run('backup-key.make', {});
  const identity = secrets.get('backup-identity') ?? '';
  expect(await dispatcher.run('backup-key.add', { identity })).toEqual({ recipient });
  expect([...secrets.keys()]).toEqual(['backup-identity']);
});
