import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPublishedState } from '../../state/published-state.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { createInspector } from '../inspect/inspector.ts';
import { openIntact, verifyBackup } from '../inspect/verify-backup.ts';
import { keepCopy, withIncoming } from '../take/keep-copy.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { type BackupKeys, createBackupKeys } from './backup-keys.ts';
import { openStored, removeLeftOpened } from './open-stored.ts';
import { saveAsFile } from './save-as-file.ts';

const key = { hostId: 'rt04', serviceId: 'warga-service', databaseId: 'warga' };
const { signal } = new AbortController();
const report = () => undefined;
const inspector = createInspector(createForkSpawner());
const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);

let folder: string;
let home: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ronda-stored-'));
  home = join(folder, 'rt04', 'warga-service', 'warga');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keysOf = (
  change: Partial<Awaited<ReturnType<BackupKeys['forNew']>>>,
  opens: Partial<Awaited<ReturnType<BackupKeys['forOpening']>>> = {},
): BackupKeys => ({
  forNew: async () => ({ compress: false, encryptTo: null, ...change }),
  forOpening: async () => ({ identities: [], passphrases: [], ...opens }),
});

function setUp(keys: BackupKeys) {
  const catalogue = createCatalogue({
    repository: createMemoryRepositories().backups,
    publisher: createPublishedState(),
    backupFolder: () => folder,
  });
  const deps = { inspector, catalogue, keys, now: () => Date.parse('2026-11-27T02:00:05Z') };
  const keep = (write: (file: string) => void) =>
    withIncoming(folder, key, async (incoming) => {
      write(incoming.file);
      return keepCopy(
        { ...deps, backupFolder: folder },
        incoming,
        {
          key,
          hostName: 'RT 04',
          sourcePath: '/app/data/warga.db',
          takenAt: Date.parse('2026-11-27T02:00:00Z'),
          reason: 'scheduled',
          method: 'held-read-raw',
          container: null,
          owner: null,
          transferredBytes: null,
        },
        report,
        signal,
      );
    });
  return { catalogue, deps, keep };
}

const content = 'Ningsih Wulandari';
function writeDatabase(file: string): void {
  const db = new Database(file);
  db.exec('CREATE TABLE resident (id INTEGER PRIMARY KEY, name TEXT)');
  const insert = db.prepare('INSERT INTO resident (name) VALUES (?)');
  db.exec('BEGIN');
  for (let row = 0; row < 2000; row++) insert.run(`${content} ${row}`);
  db.exec('COMMIT');
  db.close();
}
const sha256 = (bytes: Buffer | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a compressed copy is a file that zstd opens, is listed with both sizes, and opens plain', async () => {
  const { deps, keep, catalogue } = setUp(keysOf({ compress: true }));
  const backup = await keep(writeDatabase);
  expect(backup.file).toBe('rt04/warga-service/warga/2026-11-27T02-00-00Z.db.zst');
  expect(readdirSync(home).sort()).toEqual(['2026-11-27T02-00-00Z.db.zst', '2026-11-27T02-00-00Z.json']);
  expect(backup.storedBytes).toBe(statSync(join(folder, backup.file)).size);
  expect(backup.storedBytes).toBeLessThan(backup.bytes / 4);
  const opened = await openStored(deps, await catalogue.locate(backup.id), { signal });
  expect(sha256(readFileSync(opened.file))).toBe(backup.sha256);
  expect(statSync(opened.file).mode & 0o077).toBe(0);
  await opened.close();
  expect(readdirSync(home).length).toBe(2);
  expect((await catalogue.rescan()).found).toBe(1);
});

test('a copy for a key holds nothing in the clear, opens with the age library, and needs that key', async () => {
  const encryptTo = { recipients: [recipient] };
  const { deps, keep, catalogue } = setUp(keysOf({ compress: true, encryptTo }, { identities: [identity] }));
  const backup = await keep(writeDatabase);
  expect(backup.file).toMatch(/\.db\.zst\.age$/);
  const bytes = readFileSync(join(folder, backup.file));
  expect(bytes.includes('SQLite format 3')).toBe(false);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect((await decrypter.decrypt(bytes)).length).toBeGreaterThan(0);
  const verified = await verifyBackup(deps, backup.id, report, signal);
  expect(verified.steps.map(({ step, ok }) => [step, ok])).toEqual([
    ['unpack', true],
    ['sha256', true],
    ['integrity', true],
    ['foreign-keys', true],
    ['row-counts', true],
  ]);
  const other = { ...deps, keys: keysOf({}, { identities: [await generateX25519Identity()] }) };
  await expect(openIntact(other, backup.id, report, signal)).rejects.toMatchObject({
    code: 'backup.key-missing',
  });
  // Not having the key says nothing about the file.
  expect((await catalogue.locate(backup.id)).backup.verification).toBe('verified');
  expect(readdirSync(home).length).toBe(2);
});

test('a copy for a passphrase opens with it, and a wrong one is no damage', async () => {
  const passphrase = 'pos ronda 04 malam';
  const { deps, keep, catalogue } = setUp(
    keysOf({ encryptTo: { passphrase } }, { passphrases: ['an older one', passphrase] }),
  );
  const backup = await keep(writeDatabase);
  expect(backup.file).toMatch(/Z\.db\.age$/);
  await (await openIntact(deps, backup.id, report, signal)).close();
  const wrong = { ...deps, keys: keysOf({}, { passphrases: ['guess'] }) };
  await expect(openStored(wrong, await catalogue.locate(backup.id), { signal })).rejects.toMatchObject({
    code: 'backup.key-missing',
  });
}, 60_000);

test('a flipped bit and a cut end of a packed copy are found, recorded, and leave nothing unpacked', async () => {
  for (const encryptTo of [null, { recipients: [recipient] }]) {
    const { deps, keep, catalogue } = setUp(
      keysOf({ compress: true, encryptTo }, { identities: [identity] }),
    );
    const backup = await keep(writeDatabase);
    const path = join(folder, backup.file);
    const sound = readFileSync(path);
    const flipped = Buffer.from(sound);
    flipped[Math.floor(sound.length / 2)] = (flipped[Math.floor(sound.length / 2)] ?? 0) ^ 4;
    for (const bytes of [flipped, sound.subarray(0, sound.length - 300)]) {
      writeFileSync(path, bytes);
      await expect(openIntact(deps, backup.id, report, signal)).rejects.toMatchObject({
        code: 'backup.refused-damaged',
      });
      const { backup: recorded } = await catalogue.locate(backup.id);
      expect(recorded.verification).toBe('failed');
      expect(recorded.steps).toMatchObject([{ step: 'unpack', ok: false }]);
    }
    writeFileSync(path, sound);
    expect((await verifyBackup(deps, backup.id, report, signal)).verification).toBe('verified');
    expect(readdirSync(home).filter((name) => name.startsWith('.'))).toEqual([]);
    rmSync(home, { recursive: true });
  }
});

test('a few bytes that stand for gigabytes are refused at the size that the manifest says', async () => {
  const { deps, keep, catalogue } = setUp(keysOf({ compress: true }));
  const backup = await keep(writeDatabase);
  writeFileSync(join(folder, backup.file), zstdCompressSync(Buffer.alloc(256 * 1024 * 1024)));
  await expect(openStored(deps, await catalogue.locate(backup.id), { signal })).rejects.toMatchObject({
    code: 'backup.refused-damaged',
    params: { step: 'unpack' },
  });
});

test('an unverified copy is as secret as a good one', async () => {
  const { keep, catalogue } = setUp(
    keysOf({ encryptTo: { recipients: [recipient] } }, { identities: [identity] }),
  );
  const backup = await keep((file) => {
    writeDatabase(file);
    const bytes = readFileSync(file);
    bytes.fill(7, 0, 100);
    writeFileSync(file, bytes);
  });
  expect(backup.verification).toBe('failed');
  const names = readdirSync(home).sort();
  expect(names).toEqual(['2026-11-27T02-00-00Z.unverified.db.age', '2026-11-27T02-00-00Z.unverified.json']);
  for (const name of names) expect(readFileSync(join(home, name)).includes(content)).toBe(false);
  expect((await catalogue.rescan()).unreadable).toEqual([]);
});

test('two copies of one second get names of their own, whatever form they have', async () => {
  const first = await setUp(keysOf({})).keep(writeDatabase);
  const second = await setUp(keysOf({ compress: true })).keep(writeDatabase);
  expect([first.file, second.file].map((file) => file.split('/').at(-1))).toEqual([
    '2026-11-27T02-00-00Z.db',
    '2026-11-27T02-00-00Z-2.db.zst',
  ]);
});

test('what a killed process had unpacked goes, what a living one has open stays', async () => {
  mkdirSync(home, { recursive: true });
  const [left, open] = ['.opened-999999999-a', `.opened-${process.pid}-b`].map((name) => join(home, name));
  for (const path of [left, open]) mkdirSync(path ?? '');
  await removeLeftOpened(home);
  expect([left, open].map((path) => existsSync(path ?? ''))).toEqual([false, true]);
});

test('a copy encrypted to nobody, or by a passphrase that is locked away, is not begun', async () => {
  const settings = {
    backupCompression: true,
    backupEncryption: 'key' as const,
    backupRecipients: [] as string[],
  };
  const locked = { state: () => 'locked' as const, get: async () => null, list: () => [] };
  const keys = createBackupKeys({ settings: () => settings, vault: locked });
  await expect(keys.forNew()).rejects.toMatchObject({ code: 'backup.no-recipient' });
  await expect(keys.forOpening()).rejects.toMatchObject({ code: 'backup.key-locked' });
  const byPassphrase = createBackupKeys({
    settings: () => ({ ...settings, backupEncryption: 'passphrase' }),
    vault: locked,
  });
  await expect(byPassphrase.forNew()).rejects.toMatchObject({ code: 'backup.key-locked' });
  // A public key needs no vault.
  const byKey = createBackupKeys({
    settings: () => ({ ...settings, backupRecipients: [recipient] }),
    vault: locked,
  });
  expect(await byKey.forNew()).toEqual({ compress: true, encryptTo: { recipients: [recipient] } });
});

test('noise that calls itself an age file is damage, not a hang', async () => {
  const { deps, keep, catalogue } = setUp(
    keysOf({ encryptTo: { recipients: [recipient] } }, { identities: [identity], passphrases: ['x'] }),
  );
  const backup = await keep(writeDatabase);
  const path = join(folder, backup.file);
  // A header that asks for 2^60 rounds of scrypt.
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(1);
  encrypter.setPassphrase('x');
  const text = Buffer.from(await encrypter.encrypt('y'))
    .toString('latin1')
    .replace(/(-> scrypt \S+) 1\n/, '$1 60\n');
  for (const bytes of [randomBytes(4096), Buffer.from(text, 'latin1'), Buffer.alloc(0)]) {
    writeFileSync(path, bytes);
    await expect(openStored(deps, await catalogue.locate(backup.id), { signal })).rejects.toMatchObject({
      code: 'backup.refused-damaged',
    });
  }
});

test('a save whose bytes are not the manifest’s, or that is cancelled halfway, leaves nothing', async () => {
  const { deps, keep, catalogue } = setUp(keysOf({}));
  const located = await catalogue.locate((await keep(writeDatabase)).id);
  const out = mkdtempSync(join(folder, 'out-'));
  const to = join(out, 'warga.db');
  const wrong = { ...located, manifest: { ...located.manifest, sha256: '0'.repeat(64) } };
  await expect(saveAsFile(deps, wrong, to, report, signal)).rejects.toMatchObject({
    code: 'backup.refused-damaged',
    params: { step: 'sha256' },
  });
  const abort = new AbortController();
  await expect(saveAsFile(deps, located, to, () => abort.abort(), abort.signal)).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(readdirSync(out)).toEqual([]);
  await saveAsFile(deps, located, to, report, signal);
  expect(sha256(readFileSync(to))).toBe(located.manifest.sha256);
  expect(readdirSync(out)).toEqual(['warga.db']);
});
