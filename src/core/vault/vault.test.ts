import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { RondaError } from '../../shared/errors.ts';
import { createManualClock } from '../platform/manual-clock.ts';
import type { Keyring } from './keyring.ts';
import { readRecoveryKey, recoveryKitText } from './recovery-kit.ts';
import { createVault } from './vault.ts';
import { newIdentity } from './vault-file.ts';

let file: string;

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'ronda-vault-')), 'vault.json');
});

/** A keyring of our own making: each has its own pad, so one cannot open what another wrapped. */
function keyringOf(pad: number): Keyring {
  return {
    wrap: async (secret) => Buffer.from(`${pad}:${secret}`).map((byte) => byte ^ pad),
    unwrap: async (wrapped) => {
      const text = Buffer.from(wrapped.map((byte) => byte ^ pad)).toString();
      if (!text.startsWith(`${pad}:`)) throw new Error('not ours');
      return text.slice(`${pad}:`.length);
    },
  };
}

const vaultWith = (keyring: Keyring | null) =>
  createVault({ file, keyring, clock: createManualClock(), onChange: () => undefined });

test('without a keyring and a passphrase nothing is stored', async () => {
  const vault = vaultWith(null);
  await vault.openByKeyring();
  await expect(vault.put('ssh/rt04', 'rahasia')).rejects.toMatchObject({ code: 'vault.needs-passphrase' });
  await expect(vault.create(null)).rejects.toMatchObject({ code: 'vault.needs-passphrase' });
  await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a secret comes back after a restart, by passphrase, and is nowhere in the file', async () => {
  const first = vaultWith(null);
  await first.create('kentongan tiga kali');
  await first.put('ssh/rt04', 'rahasia-sekali');
  expect(await readFile(file, 'utf8')).not.toContain('rahasia-sekali');

  const second = vaultWith(null);
  await second.openByKeyring();
  expect(second.state()).toBe('locked');
  expect(await second.get('ssh/rt04')).toBeNull();
  await expect(second.unlock('salah sandi')).rejects.toMatchObject({ code: 'vault.wrong-passphrase' });
  await second.unlock('kentongan tiga kali');
  expect(await second.get('ssh/rt04')).toBe('rahasia-sekali');
}, 30_000);

test('with a keyring the vault opens by itself', async () => {
  await vaultWith(keyringOf(7)).put('ssh/rt04', 'rahasia');
  const next = vaultWith(keyringOf(7));
  await next.openByKeyring();
  expect(await next.get('ssh/rt04')).toBe('rahasia');
});

test('a changed keyring says so and leaves every byte of the file', async () => {
  await vaultWith(keyringOf(7)).put('ssh/rt04', 'rahasia');
  const before = await readFile(file);
  const next = vaultWith(keyringOf(9));
  await expect(next.openByKeyring()).rejects.toMatchObject({ code: 'vault.keyring-changed' });
  await expect(next.put('other', 'x')).rejects.toMatchObject({ code: 'vault.locked' });
  expect(await readFile(file)).toEqual(before);
});

test('a damaged vault is refused and left as it is', async () => {
  await writeFile(file, '{"format":"ronda-vault/1"');
  await expect(vaultWith(keyringOf(7)).openByKeyring()).rejects.toMatchObject({ code: 'vault.damaged' });
  expect(await readFile(file, 'utf8')).toBe('{"format":"ronda-vault/1"');
});

test('a forgotten secret is gone', async () => {
  const vault = vaultWith(keyringOf(7));
  await vault.put('a', '1');
  await vault.put('b', '2');
  await vault.forget('a');
  expect(vault.list().map((secret) => secret.name)).toEqual(['b']);
});

test('the recovery kit opens a copy of the vault in another home, which then has a passphrase of its own', async () => {
  const first = vaultWith(keyringOf(7));
  await first.put('ssh/rt04', 'rahasia');
  const kit = first.recoveryKit();
  expect(kit).not.toContain('rahasia');

  const otherFile = join(await mkdtemp(join(tmpdir(), 'ronda-vault-')), 'vault.json');
  await copyFile(file, otherFile);
  const other = () =>
    createVault({ file: otherFile, keyring: null, clock: createManualClock(), onChange: () => undefined });
  const copied = await readFile(otherFile);
  const foreign = vaultWith(null);
  await expect(other().recover('AGE-SECRET-KEY-1', 'sandi di laptop kedua')).rejects.toMatchObject({
    code: 'vault.wrong-recovery-key',
  });
  const { identity } = await newIdentity();
  await expect(other().recover(identity, 'sandi di laptop kedua')).rejects.toMatchObject({
    code: 'vault.wrong-recovery-key',
  });
  expect((await readFile(otherFile)).equals(copied)).toBe(true);

  const second = other();
  await second.recover(kit, 'sandi di laptop kedua');
  expect(await second.get('ssh/rt04')).toBe('rahasia');
  const third = other();
  await third.unlock('sandi di laptop kedua');
  expect(await third.get('ssh/rt04')).toBe('rahasia');
  // The first home is as it was.
  await foreign.openByKeyring().catch(() => undefined);
  expect(foreign.state()).toBe('locked');
}, 30_000);

test('a key is read as a person types it', async () => {
  const { identity } = await newIdentity();
  const typed = identity.toLowerCase().replaceAll(/(.{8})/g, '$1 ');
  expect(readRecoveryKey(typed)).toBe(identity);
  expect(readRecoveryKey(recoveryKitText({ identity, recipient: 'age1x', madeAt: new Date(0) }))).toBe(
    identity,
  );
  expect(() => readRecoveryKey(identity.slice(0, -1))).toThrow(RondaError);
});

test('what another process put meanwhile is kept, and is seen by whoever changes or reads it', async () => {
  const window = vaultWith(keyringOf(7));
  await window.put('history', '1');
  const command = vaultWith(keyringOf(7));
  await command.openByKeyring();
  await command.put('telegram', 'token');
  await command.update('history', (before) => `${before},2`);
  await window.update('history', (before) => `${before},3`);
  expect(await window.get('telegram')).toBe('token');
  expect(await command.read('history')).toBe('1,2,3');
});

test('a secret that another process put under the same name is kept beside the new one', async () => {
  const window = vaultWith(keyringOf(7));
  await window.put('telegram', 'token');
  const command = vaultWith(keyringOf(7));
  await command.openByKeyring();
  await command.putBeside('backup-identity', 'of the command');
  await window.putBeside('backup-identity', 'of the window');
  await window.putBeside('backup-identity', 'of the window');
  expect(await command.read('backup-identity')).toBe('of the window');
  expect(await command.read('backup-identity-2')).toBe('of the command');
  expect(window.list().map(({ name }) => name)).toEqual(['backup-identity', 'backup-identity-2', 'telegram']);
});

test('a change that fails writes nothing, and a vault locked while it is written stays locked', async () => {
  const vault = vaultWith(keyringOf(7));
  await vault.put('history', '1');
  const before = await readFile(file, 'utf8');
  const failing = vault.update('history', () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await vault.update('history', () => null);
  expect(await readFile(file, 'utf8')).toBe(before);

  const writing = vault.update('history', () => {
    vault.lock();
    return '2';
  });
  await writing;
  expect(vault.state()).toBe('locked');
  await vault.openByKeyring();
  expect(await vault.get('history')).toBe('2');
});
