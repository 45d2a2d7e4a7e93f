import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { allMigrations } from './migrations/all-migrations.ts';
import { openStateDatabase, type StateLocation } from './open-state-database.ts';
import { copyState, stageNewestCopy } from './state-copies.ts';

const now = Date.UTC(2026, 10, 23, 2);
let location: StateLocation;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'ronda-state-'));
  mkdirSync(join(folder, 'copies'));
  location = { file: join(folder, 'ronda.db'), copiesFolder: join(folder, 'copies') };
});

function open(migrations = allMigrations) {
  return openStateDatabase(location, now, migrations);
}

function addHost(db: Database.Database, id: string): void {
  db.prepare("INSERT INTO host VALUES (?, 0, '{}')").run(id);
}

const hostIds = (db: Database.Database): unknown[] =>
  db.prepare('SELECT id FROM host ORDER BY id').pluck().all();

test('a first start makes the newest schema and survives power loss by its settings', () => {
  const { db, damaged } = open();
  expect(damaged).toBeNull();
  expect(db.pragma('user_version', { simple: true })).toBe(allMigrations.length);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  db.close();
});

test('every migration has the next number', () => {
  expect(allMigrations.map((migration) => migration.version)).toEqual(
    allMigrations.map((_, index) => index + 1),
  );
});

test('a state of a newer version is refused and not a byte of it changes', () => {
  open().db.close();
  const newer = new Database(location.file);
  newer.pragma('user_version = 99');
  newer.close();
  const before = readFileSync(location.file);
  expect(() => open()).toThrowError(expect.objectContaining({ code: 'state.newer-version' }));
  expect(readFileSync(location.file)).toEqual(before);
});

test('a migration keeps a copy of the state before it, and the rows', () => {
  const first = open();
  addHost(first.db, 'rt04');
  first.db.close();
  const next = { version: allMigrations.length + 1, sql: 'ALTER TABLE host ADD COLUMN note TEXT' };
  const { db } = open([...allMigrations, next]);
  expect(hostIds(db)).toEqual(['rt04']);
  db.close();
  const copy = new Database(join(location.copiesFolder, `ronda-before-v${next.version}.db`), {
    readonly: true,
  });
  expect(copy.pragma('user_version', { simple: true })).toBe(allMigrations.length);
  expect(hostIds(copy)).toEqual(['rt04']);
  copy.close();
});

test('a migration that fails half way leaves the old schema whole', () => {
  open().db.close();
  const broken = {
    version: allMigrations.length + 1,
    sql: 'CREATE TABLE half (x); INSERT INTO there_is_no_such_table VALUES (1);',
  };
  expect(() => open([...allMigrations, broken])).toThrowError(/there_is_no_such_table/);
  const { db } = open();
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
  db.close();
});

test('a state with a zeroed header is set aside, and the newest copy can be brought back', () => {
  const first = open();
  addHost(first.db, 'rt04');
  copyState(first.db, location.copiesFolder, '2026-11-22');
  copyState(first.db, location.copiesFolder, '2026-11-23');
  first.db.close();
  const fd = openSync(location.file, 'r+');
  writeSync(fd, Buffer.alloc(100), 0, 100, 0);
  closeSync(fd);

  const empty = open();
  expect(empty.damaged?.copy).toBe('2026-11-23');
  expect(hostIds(empty.db)).toEqual([]);
  empty.db.close();
  expect(readFileSync(empty.damaged?.aside ?? '').subarray(0, 16)).toEqual(Buffer.alloc(16));

  expect(stageNewestCopy(location.copiesFolder, `${location.file}.restore`)).toBe('2026-11-23');
  const back = open();
  expect(hostIds(back.db)).toEqual(['rt04']);
  back.db.close();
});

test('a state whose pages are garbage behind a good header is set aside too', () => {
  const first = open();
  for (let n = 0; n < 500; n++) addHost(first.db, `host-${n}`);
  first.db.close();
  const fd = openSync(location.file, 'r+');
  writeSync(fd, Buffer.alloc(8192, 0xee), 0, 8192, 4096);
  closeSync(fd);
  const { db, damaged } = open();
  expect(damaged).not.toBeNull();
  db.close();
});

test('daily copies are kept for 14 days', () => {
  const { db } = open();
  for (let day = 1; day <= 20; day++)
    copyState(db, location.copiesFolder, `2026-10-${String(day).padStart(2, '0')}`);
  db.close();
  const kept = readdirSync(location.copiesFolder).sort();
  expect(kept).toHaveLength(14);
  expect([kept[0], kept.at(-1)]).toEqual(['ronda-2026-10-07.db', 'ronda-2026-10-20.db']);
});
