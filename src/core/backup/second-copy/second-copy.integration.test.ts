import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConsole, type RondaConsole } from '../../console.ts';
import { homeFolder } from '../../platform/home-folder.ts';
import { createForkSpawner } from '../inspect/fork-inspector.ts';

let dir: string;
let ronda: RondaConsole;
let stick: string;
let key: { hostId: string; serviceId: string; databaseId: string };

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ronda-second-'));
  stick = join(dir, 'stick');
  mkdirSync(stick);
  ronda = await openConsole({
    home: homeFolder(join(dir, 'home')),
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
  expect(view).toMatchObject({ state: 'failed', held: 1, due: 1 });
  // A copy that went is made again.
  expect((await sync()).copied).toBe(1);
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
