import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConsole, type RondaConsole } from '../../console.ts';
import { homeFolder } from '../../platform/home-folder.ts';
import { openHostRepository } from '../data-history/data-repository.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';
import { createInspector } from '../inspect/inspector.ts';
import { plainStorage } from '../stored/backup-keys.ts';

let dir: string;
let ronda: RondaConsole;
let stick: string;
let key: { hostId: string; serviceId: string; databaseId: string };

const laptop = (name: string): Promise<RondaConsole> =>
  openConsole({
    home: homeFolder(join(dir, name)),
    userHome: join(dir, 'person'),
    label: 'second copy test',
    process: 'test',
    version: '0',
    resources: fileURLToPath(new URL('../../../../resources/', import.meta.url)),
    stateWorker: new URL('../../storage/state-worker.ts', import.meta.url),
    spawnInspector: createForkSpawner(),
    keyring: null,
    notifier: null,
    desktop: null,
    watches: false,
  });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ronda-second-'));
  stick = join(dir, 'stick');
  mkdirSync(stick);
  ronda = await laptop('home');
  await ronda.dispatcher.run('hosts.add', {
    name: 'RT 04',
    profileId: 'prisma-rt04',
    target: { kind: 'local', socketPath: join(dir, 'nobody.sock') },
  });
  key = { hostId: ronda.state.list('hosts')[0]?.id ?? '', serviceId: 'warga-service', databaseId: 'warga' };
});
afterEach(async () => {
  await ronda.close();
  rmSync(dir, { recursive: true, force: true });
});

let rows = 0;
async function backUp() {
  const file = join(dir, `export-${++rows}.db`);
  const db = new Database(file);
  db.exec(`CREATE TABLE residents (name TEXT); INSERT INTO residents VALUES ('Warga ${rows}')`);
  db.close();
  return (await ronda.dispatcher.run('backup.import', { ...key, file })).backup;
}
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'ronda-second-copy.json')
    .map((entry) => entry.name)
    .sort();
const set = (folder: string | null) => ronda.dispatcher.run('second-copy.set', { folder });
const sync = () => ronda.dispatcher.run('second-copy.sync', {});
const backups = (): string => join(dir, 'home', 'backups');

test('every sound backup is copied once, bytes and manifest, and that folder alone makes a catalogue', async () => {
  const first = await backUp();
  await set(stick);
  expect((await sync()).copied).toBe(1);
  await backUp();
  expect((await sync()).copied).toBe(1);
  const { copied, view } = await sync();
  expect(copied).toBe(0);
  expect(view).toMatchObject({ state: 'current', held: 2, due: 0 });
  expect(filesOf(stick)).toEqual(filesOf(backups()));
  expect(readFileSync(join(stick, first.file)).equals(readFileSync(join(backups(), first.file)))).toBe(true);
  await set(null);
  await ronda.dispatcher.run('app.update-settings', { backupFolder: stick });
  rmSync(backups(), { recursive: true });
  expect(await ronda.dispatcher.run('backup.rescan', {})).toEqual({ found: 2, unreadable: [] });
  const verified = await ronda.dispatcher.run('backup.verify', { backupId: first.id });
  expect(verified.backup.verification).toBe('verified');
});

test('the empty folder where the stick was mounted gets nothing, and the rest follows when it is back', async () => {
  await set(stick);
  renameSync(stick, `${stick}-away`);
  mkdirSync(stick);
  await backUp();
  await expect(sync()).rejects.toMatchObject({ code: 'second-copy.absent' });
  expect(readdirSync(stick)).toEqual([]);
  expect((await ronda.dispatcher.run('second-copy.status', {})).view).toMatchObject({ state: 'absent' });
  rmSync(stick, { recursive: true });
  renameSync(`${stick}-away`, stick);
  expect((await sync()).copied).toBe(1);
});

test('what changed on the stick, or went, is named by its own verification', async () => {
  const first = await backUp();
  const second = await backUp();
  await set(stick);
  await sync();
  expect((await ronda.dispatcher.run('second-copy.verify', {})).damaged).toEqual([]);
  const path = join(stick, first.file);
  const bytes = readFileSync(path);
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  rmSync(join(stick, second.file));
  const { damaged, view } = await ronda.dispatcher.run('second-copy.verify', {});
  expect(damaged.sort()).toEqual([first.file, second.file].sort());
  expect(view).toMatchObject({ state: 'failed', held: 0, due: 2 });
});

test('a copy that changed on the stick, or went, is made again from a sound original, and only from one', async () => {
  const first = await backUp();
  const second = await backUp();
  await set(stick);
  await sync();
  const spoil = (folder: string, file: string): void => {
    const path = join(folder, file);
    const bytes = readFileSync(path);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  };
  for (const { file } of [first, second]) spoil(stick, file);
  spoil(backups(), second.file);
  expect((await ronda.dispatcher.run('second-copy.verify', {})).damaged).toHaveLength(2);
  await expect(sync()).rejects.toMatchObject({ code: 'second-copy.differs' });
  expect(readFileSync(join(stick, first.file))).toEqual(readFileSync(join(backups(), first.file)));
  expect((await ronda.dispatcher.run('second-copy.status', {})).view?.damaged).toEqual([second.file]);
  expect((await ronda.dispatcher.run('second-copy.verify', {})).damaged).toEqual([second.file]);
  spoil(backups(), second.file);
  expect(await sync()).toMatchObject({ copied: 1, view: { state: 'current', damaged: [] } });
  expect((await ronda.dispatcher.run('second-copy.verify', {})).damaged).toEqual([]);
});

test('what lies on the disk beside the second copy is not looked into, and not touched', async () => {
  const foreign = [
    'lost+found/.partial-3f0c6a52-9f0e-4f62-8f2c-7a1f4a2b9d10',
    '.partial-notes',
    'Foto/.partial-1',
  ];
  for (const file of foreign) {
    mkdirSync(dirname(join(stick, file)), { recursive: true });
    writeFileSync(join(stick, file), 'mine');
  }
  const half = join(stick, 'rt04', '.partial-3f0c6a52-9f0e-4f62-8f2c-7a1f4a2b9d10');
  mkdirSync(dirname(half), { recursive: true });
  writeFileSync(half, 'half');
  await backUp();
  await set(stick);
  expect((await sync()).copied).toBe(1);
  for (const file of foreign) expect(readFileSync(join(stick, file), 'utf8')).toBe('mine');
  expect(existsSync(half)).toBe(false);
});

test('a backup that went bad on the first disk does not spread, and is said', async () => {
  const backup = await backUp();
  const path = join(backups(), backup.file);
  const bytes = readFileSync(path);
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  await set(stick);
  await expect(sync()).rejects.toMatchObject({ code: 'second-copy.differs' });
  expect(filesOf(stick)).toEqual([]);
  expect((await ronda.dispatcher.run('second-copy.status', {})).view).toMatchObject({
    state: 'failed',
    error: { code: 'second-copy.differs' },
  });
});

test('the backup folder itself is refused, and a folder that is not there', async () => {
  await expect(set(backups())).rejects.toMatchObject({ code: 'second-copy.same-folder' });
  mkdirSync(join(backups(), 'inside'), { recursive: true });
  await expect(set(join(backups(), 'inside'))).rejects.toMatchObject({ code: 'second-copy.same-folder' });
  await expect(set(dir)).rejects.toMatchObject({ code: 'second-copy.same-folder' });
  await expect(set(join(dir, 'none'))).rejects.toMatchObject({ code: 'second-copy.unreadable' });
  expect(ronda.settings.get().secondCopyFolder).toBeNull();
});

test('the vault of another laptop on the stick is set aside and never replaced, and the manuals go along', async () => {
  await ronda.dispatcher.run('vault.create', { passphrase: 'kentongan tiga kali' });
  const manual = readFileSync(
    fileURLToPath(new URL('../../../../resources/profiles/prisma-rt04.yaml', import.meta.url)),
    'utf8',
  );
  await ronda.dispatcher.run('profile.import', { yaml: manual.replace('id: prisma-rt04', 'id: rt-lain') });
  await set(stick);
  expect((await sync()).view?.kinds).toEqual([
    { kind: 'vault', held: 1, due: 0 },
    { kind: 'manuals', held: 1, due: 0 },
  ]);
  const theirs = readFileSync(join(stick, 'vault.json'), 'utf8');
  expect(theirs).toBe(readFileSync(join(dir, 'home', 'vault.json'), 'utf8'));

  const other = await laptop('other');
  try {
    await other.dispatcher.run('vault.create', { passphrase: 'kentongan lain lagi' });
    // One that has a vault of its own does not lose it to the stick.
    await expect(other.dispatcher.run('second-copy.take-over', { folder: stick })).rejects.toMatchObject({
      code: 'second-copy.has-vault',
    });
    expect(other.settings.get().backupFolder).toBeNull();
    await other.dispatcher.run('second-copy.set', { folder: stick });
    await other.dispatcher.run('second-copy.sync', {});
    const names = readdirSync(stick).filter((name) => /^vault/.test(name));
    expect(names).toHaveLength(2);
    const aside = names.find((name) => name !== 'vault.json') ?? '';
    expect(readFileSync(join(stick, aside), 'utf8')).toBe(theirs);
    expect((await other.dispatcher.run('second-copy.verify', {})).damaged).toEqual([]);
  } finally {
    await other.close();
  }

  const fresh = await laptop('fresh');
  try {
    await expect(fresh.dispatcher.run('second-copy.take-over', { folder: dir })).rejects.toMatchObject({
      code: 'second-copy.not-one',
    });
    const taken = await fresh.dispatcher.run('second-copy.take-over', { folder: stick });
    expect(taken).toMatchObject({ vault: 'taken', manuals: 1, damaged: [] });
    expect(fresh.state.list('profiles').map(({ id }) => id)).toContain('rt-lain');
    await fresh.dispatcher.run('vault.unlock', { passphrase: 'kentongan lain lagi' });
  } finally {
    await fresh.close();
  }
}, 120_000);

test('a history of JSON data lies there as a bundle that git opens, and one that rotted is named and not taken over', async () => {
  const home = join(backups(), key.hostId);
  const { signal } = new AbortController();
  const plain = { inspector: createInspector(createForkSpawner()), keys: plainStorage };
  const [repository] = await openHostRepository(plain, backups(), key.hostId, signal);
  await repository.commit({ 'surat/warga.json': '{"a":1}' }, new Date('2026-11-28T02:00:00Z'));
  await set(stick);
  await sync();
  const commit = await repository.commit({ 'surat/warga.json': '{"a":2}' }, new Date('2026-11-29T02:00:00Z'));
  await sync();
  const store = join(stick, key.hostId, 'data.store');
  // The older one is in the newer one.
  expect(readdirSync(store).sort()).toEqual([`${commit}.bundle`, `${commit}.json`]);
  execFileSync('git', ['clone', '--quiet', join(store, `${commit}.bundle`), join(dir, 'clone')]);
  expect(readFileSync(join(dir, 'clone', 'surat', 'warga.json'), 'utf8')).toBe('{"a":2}');

  // A history that began anew does not take the older one with it.
  rmSync(join(home, 'data.git'), { recursive: true });
  const [anew] = await openHostRepository(plain, backups(), key.hostId, signal);
  const other = await anew.commit({ 'surat/warga.json': '{"b":1}' }, new Date('2026-11-30T02:00:00Z'));
  await sync();
  expect(readdirSync(store).sort()).toEqual(
    [`${commit}.bundle`, `${commit}.json`, `${other}.bundle`, `${other}.json`].sort(),
  );
  const [taken] = await openHostRepository(plain, stick, key.hostId, signal);
  expect((await taken.log(5)).map((entry) => entry.commit)).toEqual([other]);
  rmSync(join(stick, key.hostId, 'data.git'), { recursive: true });

  for (const name of [`${commit}.bundle`, `${other}.bundle`]) {
    const bytes = readFileSync(join(store, name));
    bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1;
    writeFileSync(join(store, name), bytes);
  }
  const { damaged } = await ronda.dispatcher.run('second-copy.verify', {});
  expect(damaged.sort()).toEqual(
    [commit, other].map((each) => `${key.hostId}/data.store/${each}.bundle`).sort(),
  );
  await expect(openHostRepository(plain, stick, key.hostId, signal)).rejects.toMatchObject({
    code: 'data.bundle-damaged',
  });
  expect(readdirSync(join(stick, key.hostId))).toEqual(['data.store']);
  const { view } = await sync();
  expect(view?.damaged).toEqual([`${key.hostId}/data.store/${commit}.bundle`]);
}, 120_000);
