import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Backup } from '../../../shared/domain/backup.ts';
import { openConsole, type RondaConsole } from '../../console.ts';
import { homeFolder } from '../../platform/home-folder.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';

let dir: string;
let ronda: RondaConsole;
let key: { hostId: string; serviceId: string; databaseId: string };

/** The manual's own example: no server is needed to take a file in. */
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ronda-import-'));
  ronda = await openConsole({
    home: homeFolder(join(dir, 'home')),
    userHome: join(dir, 'person'),
    label: 'import test',
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
  const socketPath = join(dir, 'nobody.sock');
  await ronda.dispatcher.run('hosts.add', {
    name: 'RT 04',
    profileId: 'prisma-rt04',
    target: { kind: 'local', socketPath },
  });
  key = { hostId: ronda.state.list('hosts')[0]?.id ?? '', serviceId: 'warga-service', databaseId: 'warga' };
});
afterEach(async () => {
  await ronda.close();
  await rm(dir, { recursive: true, force: true });
});

async function exported(rows: number): Promise<string> {
  const file = join(dir, 'export.db');
  const db = new Database(file);
  db.exec('CREATE TABLE residents (name TEXT)');
  for (let row = 0; row < rows; row++) db.prepare('INSERT INTO residents VALUES (?)').run(`Warga ${row}`);
  db.close();
  return file;
}

const imported = async (file: string): Promise<Backup> =>
  (await ronda.dispatcher.run('backup.import', { ...key, file })).backup;
const listed = async (): Promise<Backup[]> => [...(await ronda.dispatcher.run('backup.list', {})).backups];
const filesOf = async (): Promise<string[]> => {
  const folder = join(dir, 'home', 'backups');
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return all.filter((entry) => entry.isFile()).map(({ name }) => name);
};

test('a file that a browser app exported becomes a verified backup as old as the file, and is only read', async () => {
  const file = await exported(3);
  const before = await readFile(file);
  await utimes(file, 1_700_000_000, 1_700_000_000);
  const backup = await imported(file);
  expect(backup).toMatchObject({
    verification: 'verified',
    reason: 'import',
    method: 'imported-file',
    takenAt: 1_700_000_000_000,
    rowCounts: { residents: 3 },
  });
  expect(await listed()).toMatchObject([{ id: backup.id }]);
  expect(await readFile(file)).toEqual(before);
});

test('what still lies in the file’s write-ahead log comes along', async () => {
  const file = await exported(1);
  const open = new Database(file);
  open.pragma('journal_mode = WAL');
  open.prepare('INSERT INTO residents VALUES (?)').run('not in the file yet');
  try {
    expect((await imported(file)).rowCounts).toEqual({ residents: 2 });
  } finally {
    open.close();
  }
});

test('what is no database is refused by name and leaves nothing', async () => {
  const text = join(dir, 'notes.db');
  await writeFile(text, 'Iuran bulan Juli');
  await expect(imported(text)).rejects.toMatchObject({ code: 'backup.not-sqlite', params: { file: text } });
  await expect(imported(dir)).rejects.toMatchObject({ code: 'backup.not-sqlite' });
  await expect(imported(join(dir, 'gone.db'))).rejects.toMatchObject({ code: 'backup.file-unreadable' });
  expect(await listed()).toEqual([]);
  expect(await filesOf()).toEqual([]);
});

test('a torn file is kept as unverified and never counts as a backup', async () => {
  const file = await exported(2000);
  const bytes = await readFile(file);
  bytes.fill(0x55, 8192, 12_288);
  await writeFile(file, bytes);
  await expect(imported(file)).rejects.toMatchObject({ code: 'backup.unverified' });
  expect(await listed()).toMatchObject([{ verification: 'failed', reason: 'import' }]);
});

test('a database that the manual does not name is refused', async () => {
  const file = await exported(1);
  await expect(
    ronda.dispatcher.run('backup.import', { ...key, databaseId: 'kas', file }),
  ).rejects.toMatchObject({ code: 'backup.unknown-database' });
});

test('a file that was taken in is handed back byte for byte, for its owner alone, from a packed and encrypted copy', async () => {
  await ronda.dispatcher.run('vault.create', { passphrase: 'pos ronda malam' });
  await ronda.dispatcher.run('backup-key.make', {});
  const original = await exported(3);
  const backup = await imported(original);
  expect(backup.file).toMatch(/\.db\.zst\.age$/);
  const path = join(dir, 'back.db');
  expect(await ronda.dispatcher.run('backup.save', { backupId: backup.id, path })).toEqual({ path });
  expect(await readFile(path)).toEqual(await readFile(original));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await ronda.state.list('jobs')).map(({ kind, state }) => [kind, state])).toContainEqual([
    'backup-save',
    'done',
  ]);
});

test('a file that is there is never replaced, and without a window a place has to be named', async () => {
  const { id: backupId } = await imported(await exported(1));
  const path = join(dir, 'mine.db');
  await writeFile(path, 'mine');
  await expect(ronda.dispatcher.run('backup.save', { backupId, path })).rejects.toMatchObject({
    code: 'backup.file-exists',
  });
  expect(await readFile(path, 'utf8')).toBe('mine');
  await expect(ronda.dispatcher.run('backup.save', { backupId })).rejects.toMatchObject({
    code: 'common.needs-window',
  });
});

test('a backup that is not what its manifest says is not handed back, and a failed save leaves no file', async () => {
  const backup = await imported(await exported(100));
  const out = join(dir, 'out');
  await mkdir(out);
  const save = (path: string) => ronda.dispatcher.run('backup.save', { backupId: backup.id, path });
  await expect(save(join(out, 'no', 'folder.db'))).rejects.toMatchObject({ code: 'backup.save-failed' });
  await expect(save('relative.db')).rejects.toMatchObject({ code: 'backup.save-failed' });
  const kept = join(dir, 'home', 'backups', ...backup.file.split('/'));
  const bytes = await readFile(kept);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(kept, bytes);
  await expect(save(join(out, 'flipped.db'))).rejects.toMatchObject({ code: 'backup.refused-damaged' });
  await ronda.dispatcher.run('backup.verify', { backupId: backup.id });
  await expect(save(join(out, 'unsound.db'))).rejects.toMatchObject({ code: 'backup.refused-damaged' });
  expect(await readdir(out)).toEqual([]);
});
