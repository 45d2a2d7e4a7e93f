import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { StepResult, VerificationStep } from '../../../shared/domain/backup.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { Replayed, Verified } from './inspector-protocol.ts';

/** Only the inspector's process may import this file: it loads SQLite and opens foreign databases. */

type Progress = (phase: string, doneBytes: number, totalBytes: number) => void;

const blockBytes = 4 * 1024 * 1024;
/** So many problems are shown of a step; a damaged file has no end of them. */
const maxProblems = 20;
export const maxTables = 5000;

/** Reads a file once. @param phase what it is read for */
export function hashFile(file: string, phase: string, progress: Progress): { sha256: string; bytes: number } {
  const hash = createHash('sha256');
  const total = statSync(file).size;
  const buffer = Buffer.alloc(blockBytes);
  const fd = openSync(file, 'r');
  try {
    let done = 0;
    for (;;) {
      const count = readSync(fd, buffer, 0, buffer.length, done);
      if (count === 0) break;
      hash.update(buffer.subarray(0, count));
      done += count;
      progress(phase, done, total);
    }
    return { sha256: hash.digest('hex'), bytes: done };
  } finally {
    closeSync(fd);
  }
}

/**
 * Opens a file of unknown origin. Extensions cannot be loaded from SQL and SQLite's defensive mode is on (both are
 * better-sqlite3's defaults); functions and virtual tables with side effects are refused inside the file's own schema;
 * nothing is mapped into memory, where a file that shrinks would kill the process.
 */
export function openForeign(file: string, readonly: boolean): Database.Database {
  const db = new Database(file, { readonly, fileMustExist: true, timeout: 2000 });
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('mmap_size = 0');
  return db;
}

/**
 * The side files that are not there yet: a file whose header says WAL grows them when it is looked at. They are ours,
 * not the backup's, and go when the look is over.
 */
export function sideFilesOf(file: string): { remove(): void } {
  const missing = ['-wal', '-shm', '-journal']
    .map((suffix) => file + suffix)
    .filter((side) => !existsSync(side));
  return {
    remove: () => {
      for (const side of missing) rmSync(side, { force: true });
    },
  };
}

/**
 * Brings a raw copy with its `-wal` or `-journal` into one file. The journal mode becomes DELETE, so that looking at
 * the backup later creates no files beside it. A file that cannot be opened is hashed as it lies.
 */
export function replayDatabase(file: string, progress: Progress): Replayed {
  let problem = '';
  try {
    const db = openForeign(file, false);
    try {
      db.pragma('synchronous = FULL');
      const [checkpoint] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      const mode = db.pragma('journal_mode = DELETE', { simple: true });
      if (checkpoint?.busy || mode !== 'delete') problem = `the write-ahead log was not taken in (${mode})`;
    } finally {
      db.close();
    }
  } catch (error) {
    problem = plainDetail(error) || 'not readable';
  }
  return { problem, ...hashFile(file, 'replay', progress) };
}

/** A name as SQL takes it, whatever is in it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Rows of every ordinary table. Virtual tables are left alone: asking them runs code on the file's behalf. */
function countRows(db: Database.Database): Record<string, number> {
  const tables = db
    .prepare<[], { name: string; type: string }>(
      "SELECT name, type FROM pragma_table_list WHERE schema = 'main' ORDER BY name",
    )
    .all()
    .filter(({ name, type }) => (type === 'table' || type === 'shadow') && !/^sqlite_/i.test(name))
    // A key of this name would vanish on its way through objects and JSON.
    .filter(({ name }) => name !== '__proto__')
    .slice(0, maxTables);
  // NOT INDEXED: the rows themselves are counted, not the entries of whatever index is shortest.
  return Object.fromEntries(
    tables.map(({ name }) => [
      name,
      db
        .prepare<[], number>(`SELECT count(*) FROM main.${quoteName(name)} NOT INDEXED`)
        .pluck()
        .get() ?? 0,
    ]),
  );
}

function compareCounts(found: Record<string, number>, expected: Record<string, number> | null): string[] {
  if (expected === null) return [];
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  return [...names]
    .filter((name) => found[name] !== expected[name])
    .map((name) => `${name}: ${found[name] ?? 'no table'}, expected ${expected[name] ?? 'no table'}`);
}

/** The four steps, each judged on its own: one that fails keeps no other from being tried. */
export function verifyDatabase(
  file: string,
  expected: { readonly sha256: string; readonly rowCounts: Record<string, number> | null },
  progress: Progress,
): Verified {
  const steps: StepResult[] = [];
  /** @param judge returns the problems it found and what to say when there are none */
  const step = (name: VerificationStep, judge: () => { problems: readonly string[]; good: string }): void => {
    const from = performance.now();
    progress(name, 0, 0);
    let ok = false;
    let detail: string;
    try {
      const { problems, good } = judge();
      ok = problems.length === 0;
      detail = ok ? good : problems.slice(0, maxProblems).join('; ').slice(0, 2000);
    } catch (error) {
      detail = plainDetail(error);
    }
    steps.push({ step: name, ok, detail, durationMs: performance.now() - from });
  };

  let bytes = 0;
  step('sha256', () => {
    const found = hashFile(file, 'sha256', progress);
    bytes = found.bytes;
    return {
      problems: found.sha256 === expected.sha256 ? [] : [`${found.sha256}, expected ${expected.sha256}`],
      good: found.sha256,
    };
  });

  const grown = sideFilesOf(file);
  let db: Database.Database | null = null;
  const opened = (): Database.Database => {
    db ??= openForeign(file, true);
    return db;
  };
  let rowCounts: Record<string, number> = {};
  let facts = { userVersion: 0, applicationId: 0, sqliteVersion: '' };
  try {
    step('integrity', () => {
      // integrity_check and not quick_check: only it compares indexes with their tables.
      const rows = opened().pragma(`integrity_check(${maxProblems})`) as { integrity_check: string }[];
      const found = rows.map((row) => row.integrity_check);
      return { problems: found.length === 1 && found[0] === 'ok' ? [] : found, good: 'ok' };
    });
    step('foreign-keys', () => {
      const problems: string[] = [];
      const rows = opened()
        .prepare<[], { table: string; rowid: number | null; parent: string }>('PRAGMA foreign_key_check')
        .iterate();
      for (const row of rows) {
        problems.push(`${row.table} row ${row.rowid ?? '?'} points to no row of ${row.parent}`);
        if (problems.length >= maxProblems) break;
      }
      return { problems, good: 'no row points into the void' };
    });
    step('row-counts', () => {
      rowCounts = countRows(opened());
      const rows = Object.values(rowCounts).reduce((sum, count) => sum + count, 0);
      return {
        problems: compareCounts(rowCounts, expected.rowCounts),
        good: `${Object.keys(rowCounts).length} tables, ${rows} rows`,
      };
    });
    if (db !== null) facts = readFacts(db);
  } finally {
    (db as Database.Database | null)?.close();
    grown.remove();
  }
  return { steps, bytes, rowCounts, ...facts };
}

function readFacts(db: Database.Database): Pick<Verified, 'userVersion' | 'applicationId' | 'sqliteVersion'> {
  try {
    return {
      userVersion: Number(db.pragma('user_version', { simple: true })),
      applicationId: Number(db.pragma('application_id', { simple: true })),
      sqliteVersion: String(db.prepare('SELECT sqlite_version()').pluck().get()),
    };
  } catch {
    // Not a database at all: the steps have said so already, and there are no facts to be had.
    return { userVersion: 0, applicationId: 0, sqliteVersion: '' };
  }
}
