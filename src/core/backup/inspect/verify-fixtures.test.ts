import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import type { VerificationStep } from '../../../shared/domain/backup.ts';
import { createForkSpawner } from './fork-inspector.ts';
import { createInspector } from './inspector.ts';

const folder = mkdtempSync(join(tmpdir(), 'ronda-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inspector = createInspector(createForkSpawner());
const limits = { signal: new AbortController().signal, bytes: 0 };

interface Fixture {
  readonly file: string;
  readonly expected: { sha256: string; rowCounts: Record<string, number> };
}

const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** A small sound database and what its manifest says; `damage` then makes one thing of it wrong. */
function fixture(name: string, damage: (fixture: Fixture) => Fixture): Fixture {
  const file = join(folder, `${name}.db`);
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.exec(`
    CREATE TABLE household (id INTEGER PRIMARY KEY, number TEXT NOT NULL);
    CREATE TABLE resident (id INTEGER PRIMARY KEY, household_id INTEGER REFERENCES household (id), name TEXT);
    CREATE INDEX resident_by_name ON resident (name);
    INSERT INTO household VALUES (1, 'A-01'), (2, 'A-02');
    INSERT INTO resident VALUES (1, 1, 'Ningsih'), (2, 1, 'Bambang'), (3, 2, 'Wulandari');
  `);
  db.close();
  return damage({ file, expected: { sha256: sha256Of(file), rowCounts: { household: 2, resident: 3 } } });
}

/** As if whoever changed the file had changed the manifest's hash too: the hash alone no longer tells. */
const rehashed = (made: Fixture): Fixture => ({
  ...made,
  expected: { ...made.expected, sha256: sha256Of(made.file) },
});

function change(made: Fixture, sql: string): Fixture {
  const db = new Database(made.file);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
  return rehashed(made);
}

const replaceBytes = (file: string, from: string, to: string, which: 'first' | 'last'): void => {
  const bytes = readFileSync(file);
  const at = which === 'first' ? bytes.indexOf(from) : bytes.lastIndexOf(from);
  expect(at).toBeGreaterThan(0);
  bytes.write(to, at);
  writeFileSync(file, bytes);
};

const onlyRejectedBy: Record<Exclude<VerificationStep, 'unpack'>, Fixture> = {
  // A letter of a value that no index holds: still a database, still the same rows, but not the bytes that were kept.
  sha256: fixture('sha256', (made) => {
    replaceBytes(made.file, 'A-01', 'A-09', 'first');
    return made;
  }),
  // The name in the index differs from the one in its table: `quick_check` would not see it.
  integrity: fixture('integrity', (made) => {
    replaceBytes(made.file, 'Wulandari', 'Wulandara', 'last');
    return rehashed(made);
  }),
  'foreign-keys': fixture('foreign-keys', (made) =>
    change(made, 'UPDATE resident SET household_id = 77 WHERE id = 3'),
  ),
  'row-counts': fixture('row-counts', (made) => change(made, 'DELETE FROM resident WHERE id = 3')),
};

describe('each verification step rejects something that no other step sees', () => {
  for (const [step, made] of Object.entries(onlyRejectedBy)) {
    test(step, async () => {
      const { steps } = await inspector.verify(made.file, made.expected, limits);
      expect(steps.filter(({ ok }) => !ok).map((result) => result.step)).toEqual([step]);
      expect(steps).toHaveLength(4);
    });
  }
});

test('the fixture without damage passes all four', async () => {
  const made = fixture('sound', (whole) => whole);
  const verified = await inspector.verify(made.file, made.expected, limits);
  expect(verified.steps.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect(verified.rowCounts).toEqual({ household: 2, resident: 3 });
});

test('a truncated file and one that is no database fail without an exception', async () => {
  const made = fixture('truncated', (whole) => whole);
  writeFileSync(made.file, readFileSync(made.file).subarray(0, 5000));
  const { steps } = await inspector.verify(made.file, made.expected, limits);
  expect(steps.find(({ step }) => step === 'sha256')?.ok).toBe(false);
  expect(steps.find(({ step }) => step === 'integrity')?.ok).toBe(false);
  const noise = join(folder, 'noise.db');
  writeFileSync(noise, Buffer.alloc(8192, 7));
  const replayed = await inspector.replay(noise, limits);
  expect(replayed.problem).toMatch(/not a database/);
});

test('looking at a backup whose header says WAL leaves no files beside it', async () => {
  const file = join(folder, 'wal-header.db');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  db.close();
  await inspector.verify(file, { sha256: sha256Of(file), rowCounts: { t: 1 } }, limits);
  expect(readdirSync(folder).filter((name) => name.startsWith('wal-header'))).toEqual(['wal-header.db']);
});

test('a view that calls an extension or a trigger with side effects is not run by the check', async () => {
  const file = join(folder, 'hostile.db');
  const db = new Database(file);
  db.exec(`
    CREATE TABLE t (a);
    INSERT INTO t VALUES (1);
    CREATE VIEW v AS SELECT load_extension('/tmp/none.so') AS x;
    CREATE VIRTUAL TABLE f USING fts5(body);
    CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT load_extension('/tmp/none.so'); END;
  `);
  db.close();
  const { steps, rowCounts } = await inspector.verify(
    file,
    { sha256: sha256Of(file), rowCounts: null },
    limits,
  );
  expect(steps.every(({ ok }) => ok)).toBe(true);
  expect(Object.keys(rowCounts)).not.toContain('f');
});

test('a cancel ends the inspector at once', async () => {
  const made = fixture('cancelled', (whole) => whole);
  const controller = new AbortController();
  const running = inspector.verify(made.file, made.expected, { ...limits, signal: controller.signal });
  controller.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
});

test('an inspector that dies is an error, not a verdict', async () => {
  const entry = join(folder, 'dies.mjs');
  writeFileSync(entry, 'process.exit(3)');
  const dying = createInspector(createForkSpawner(entry));
  await expect(
    dying.verify(entry, { sha256: '0'.repeat(64), rowCounts: null }, limits),
  ).rejects.toMatchObject({
    code: 'backup.inspector-failed',
  });
});
