import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { readNumber } from './read-number.ts';

const folder = mkdtempSync(join(tmpdir(), 'ronda-number-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'warga.db');
const db = new Database(file);
db.exec("CREATE TABLE residents (name TEXT); INSERT INTO residents VALUES ('Ningsih'), ('Bambang')");
db.close();

test('a query of one row and one column gives its number', () => {
  expect(readNumber(file, 'SELECT count(*) FROM residents')).toEqual({ value: 2 });
  expect(readNumber(file, "SELECT 1.5 -- ; 'half'")).toEqual({ value: 1.5 });
  expect(readdirSync(folder)).toEqual(['warga.db']);
});

test.each([
  ['of a table that is not there', 'SELECT count(*) FROM warga', 'no such table: warga'],
  ['of no row', 'SELECT 1 FROM residents WHERE false', 'no row'],
  ['of several rows', 'SELECT 1 FROM residents', 'more than one row'],
  ['of several columns', 'SELECT 1, 2', 'more than one column'],
  ['of NULL', 'SELECT max(1) FROM residents WHERE false', 'NULL'],
  ['that writes', 'DELETE FROM residents', 'only reads'],
  ['that writes and answers', 'DELETE FROM residents RETURNING 1', 'only reads'],
  ['of two statements', 'SELECT 1; SELECT 2', 'more than one statement'],
])('a query %s is a problem that is told', (_what, query, problem) => {
  expect(readNumber(file, query)).toEqual({ problem: expect.stringContaining(problem) });
  expect(readNumber(file, 'SELECT count(*) FROM residents')).toEqual({ value: 2 });
});

test('a value that is no number is not repeated', () => {
  const answer = readNumber(file, 'SELECT max(name) FROM residents');
  expect(answer).toEqual({ problem: 'it gives something, not a number' });
});
