import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellCharacters } from '../../../shared/domain/backup-contents.ts';
import { compareContents, readRows, readTables } from './read-contents.ts';

let folder = '';
let names = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ronda-look-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function database(sql: string): string {
  const file = join(folder, `${++names}.db`);
  const db = new Database(file);
  db.exec(sql);
  db.close();
  return file;
}
const page = { search: '', offset: 0, limit: 50 };

test('tables come with their columns, rows and statements, and a view is none', () => {
  const file = database(`
    CREATE TABLE warga (id INTEGER PRIMARY KEY, nama TEXT NOT NULL, panjang INT AS (length(nama)));
    CREATE INDEX warga_nama ON warga (nama);
    CREATE VIEW semua AS SELECT * FROM warga;
    INSERT INTO warga (nama) VALUES ('Siti'), ('Budi');
  `);
  const tables = readTables(file);
  expect(tables).toHaveLength(1);
  expect(tables[0]).toMatchObject({
    name: 'warga',
    rows: 2,
    columns: [
      { name: 'id', type: 'INTEGER', isKey: true },
      { name: 'nama', isRequired: true, isKey: false },
      { name: 'panjang', isGenerated: true },
    ],
  });
  expect(tables[0]?.schema).toHaveLength(2);
});

test('a name that is SQL stays a name', () => {
  const evil = 'x"; DROP TABLE warga; --';
  const file = database(`
    CREATE TABLE warga (id INTEGER PRIMARY KEY);
    CREATE TABLE "x""; DROP TABLE warga; --" ("a""b" TEXT);
    INSERT INTO "x""; DROP TABLE warga; --" VALUES ('isi');
  `);
  expect(readRows(file, { ...page, table: evil, search: 'isi' })).toMatchObject({
    columns: ['a"b'],
    rows: [[{ kind: 'text', text: 'isi' }]],
  });
  expect(readTables(file)).toHaveLength(2);
});

test('rows are searched in every column but blobs, with wildcards taken for what they are', () => {
  const file = database(`
    CREATE TABLE kas (id INTEGER PRIMARY KEY, untuk TEXT, rupiah INT, nota BLOB);
    INSERT INTO kas VALUES (1, '50% lunas', 50000, x'6c756e6173'), (2, 'belum lunas', 9007199254740993, NULL),
      (3, 'Sampah_RT', -1, NULL);
  `);
  const total = (search: string) => readRows(file, { ...page, table: 'kas', search })?.total;
  expect(total('LUNAS')).toBe(2);
  expect(total('%')).toBe(1);
  expect(total('_')).toBe(1);
  expect(total('5000')).toBe(1);
  const rows = readRows(file, { ...page, table: 'kas' })?.rows;
  // Larger than a double can hold: a figure that changes on its way would be a lie.
  expect(rows?.[1]?.[2]).toEqual({ kind: 'number', text: '9007199254740993', size: null });
  expect(rows?.[0]?.[3]).toEqual({ kind: 'blob', text: '6c756e6173', size: 5 });
  expect(rows?.[1]?.[3]).toEqual({ kind: 'null', text: '', size: null });
});

test('a page holds what was asked for, and a long value is cut and says how long it is', () => {
  const file = database(`
    CREATE TABLE log (n INTEGER PRIMARY KEY, isi TEXT);
    WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 120)
      INSERT INTO log SELECT n, printf('%.*c', 5000, 'x') FROM c;
  `);
  const found = readRows(file, { table: 'log', search: '', offset: 100, limit: 50 });
  expect(found).toMatchObject({ total: 120 });
  expect(found?.rows).toHaveLength(20);
  expect(found?.rows[0]?.[0]?.text).toBe('101');
  expect(found?.rows[0]?.[1]).toMatchObject({ size: 5000 });
  expect(found?.rows[0]?.[1]?.text).toHaveLength(cellCharacters);
});

test('a virtual table is named and never opened', () => {
  const file = database("CREATE VIRTUAL TABLE cari USING fts5(isi); INSERT INTO cari VALUES ('x');");
  expect(readTables(file).find(({ name }) => name === 'cari')).toMatchObject({ rows: null, columns: [] });
  expect(readRows(file, { ...page, table: 'cari' })).toBeNull();
  expect(readRows(file, { ...page, table: 'tidak-ada' })).toBeNull();
});

test('two copies are compared row by row', () => {
  const older = database(`
    CREATE TABLE iuran (id INTEGER PRIMARY KEY, rumah TEXT, lunas INT);
    CREATE TABLE kunci (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;
    CREATE TABLE catatan (isi TEXT);
    CREATE TABLE lama (a);
    INSERT INTO iuran VALUES (1, 'A1', 0), (2, 'A2', 1), (3, 'A3', NULL);
    INSERT INTO kunci VALUES ('a', '1'), ('b', '2');
    INSERT INTO catatan VALUES ('satu'), ('dua');
    INSERT INTO lama VALUES (1), (2);
  `);
  const newer = database(`
    CREATE TABLE iuran (id INTEGER PRIMARY KEY, rumah TEXT, lunas INT, bulan TEXT);
    CREATE TABLE kunci (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;
    CREATE TABLE catatan (isi TEXT);
    CREATE TABLE baru (a);
    INSERT INTO iuran (id, rumah, lunas) VALUES (1, 'A1', 1), (3, 'A3', NULL), (4, 'A4', 0), (5, 'A5', 0);
    INSERT INTO kunci VALUES ('a', '1'), ('b', '3');
    INSERT INTO catatan VALUES ('satu'), ('tiga'), ('empat');
    INSERT INTO baru VALUES (1);
  `);
  const before = readdirSync(folder);
  const found = Object.fromEntries(compareContents(older, newer).map((table) => [table.name, table]));
  expect(found.iuran).toMatchObject({ added: 2, removed: 1, changed: 1, schemaChanged: true });
  expect(found.iuran?.columns).toEqual({ added: ['bulan'], removed: [] });
  expect(found.kunci).toMatchObject({ added: 0, removed: 0, changed: 1, schemaChanged: false });
  expect(found.catatan).toMatchObject({ added: 1, removed: 0, changed: 1 });
  expect(found.lama).toMatchObject({ where: 'only-older', added: 0, removed: 2 });
  expect(found.baru).toMatchObject({ where: 'only-newer', added: 1, removed: 0 });
  expect(readdirSync(folder)).toEqual(before);
});

test('a copy whose header says WAL leaves nothing beside it', () => {
  const file = database('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);');
  const before = readdirSync(folder);
  expect(readRows(file, { ...page, table: 't' })?.total).toBe(1);
  expect(compareContents(file, file)).toMatchObject([{ added: 0, removed: 0, changed: 0 }]);
  expect(readdirSync(folder)).toEqual(before);
});
