import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { RondaError } from '../../shared/errors.ts';
import { allMigrations } from './migrations/all-migrations.ts';
import type { Migration } from './migrations/migration.ts';
import { copyState, newestCopy } from './state-copies.ts';

/** `RNDA`: tells our state from any other SQLite file. https://www.sqlite.org/fileformat.html#application_id */
export const applicationId = 0x52_4e_44_41;
const busyTimeoutMs = 3000;

export interface OpenedState {
  readonly db: Database.Database;
  /** Set when a damaged file was found: where it lies now, and the day of the newest automatic copy, if any. */
  readonly damaged: { readonly aside: string; readonly copy: string | null } | null;
}

export interface StateLocation {
  readonly file: string;
  readonly copiesFolder: string;
}

/**
 * Opens the state, migrating it when it is older. A file of a newer version is refused and not a byte of it is
 * changed; a damaged one is set aside and an empty state takes its place.
 * @throws RondaError `state.newer-version`, `state.locked`, `state.not-writable`
 */
export function openStateDatabase(
  location: StateLocation,
  now: number,
  migrations: readonly Migration[] = allMigrations,
): OpenedState {
  takeBackChosenCopy(location.file, now);
  const known = migrations.at(-1)?.version ?? 0;
  let damaged: OpenedState['damaged'] = null;
  if (existsSync(location.file) && statSync(location.file).size > 0) {
    const found = inspect(location.file);
    if (found === 'damaged') {
      const aside = setAside(location.file, 'damaged', now);
      damaged = { aside, copy: newestCopy(location.copiesFolder)?.day ?? null };
    } else if (found > known) {
      throw new RondaError('state.newer-version', { file: location.file, found, known });
    }
  }
  const db = new Database(location.file, { timeout: busyTimeoutMs });
  try {
    db.pragma('journal_mode = WAL');
    // An acknowledged row must survive power loss; better-sqlite3 is compiled with NORMAL for WAL.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    migrate(db, location, migrations);
  } catch (error) {
    db.close();
    throw error;
  }
  return { db, damaged };
}

/** The file's `user_version`, or `damaged`. Read-only, so that closing does not checkpoint a newer file's WAL. */
function inspect(file: string): number | 'damaged' {
  const header = Buffer.alloc(100);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, header, 0, 100, 0);
  } finally {
    closeSync(fd);
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return 'damaged';
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, timeout: busyTimeoutMs });
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') return 'damaged';
    return Number(db.pragma('user_version', { simple: true }));
  } catch (error) {
    if (isSqliteError(error, 'SQLITE_CORRUPT') || isSqliteError(error, 'SQLITE_NOTADB')) return 'damaged';
    throw error;
  } finally {
    db?.close();
  }
}

function migrate(db: Database.Database, location: StateLocation, migrations: readonly Migration[]): void {
  const before = Number(db.pragma('user_version', { simple: true }));
  const due = migrations.filter((migration) => migration.version > before);
  if (due.length === 0) return;
  // Kept until the next migration: should a new version turn out wrong, the old state is still there.
  if (before > 0) copyState(db, location.copiesFolder, `before-v${due.at(-1)?.version}`);
  const run = db.transaction(() => {
    for (const migration of due) {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.version}`);
    }
    db.pragma(`application_id = ${applicationId}`);
  });
  run.immediate();
}

function setAside(file: string, why: 'damaged' | 'replaced', now: number): string {
  const aside = `${file}.${why}-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}

/** The name under which a copy waits to become the state at the next start. */
export function chosenCopyFile(stateFile: string): string {
  return `${stateFile}.restore`;
}

function takeBackChosenCopy(file: string, now: number): void {
  const chosen = chosenCopyFile(file);
  if (!existsSync(chosen)) return;
  if (existsSync(file)) setAside(file, 'replaced', now);
  renameSync(chosen, file);
}

/** Whether an error is SQLite's, by its code or the family of its extended codes. */
export function isSqliteError(error: unknown, code: string): boolean {
  return error instanceof Database.SqliteError && (error.code === code || error.code.startsWith(`${code}_`));
}
