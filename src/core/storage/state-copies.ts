import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';

/** Automatic copies of the state are kept this many days. */
export const keptCopies = 14;
const dailyName = /^ronda-(\d{4}-\d{2}-\d{2})\.db$/;

/**
 * Writes a consistent copy `ronda-<label>.db` into the folder, whole or not at all, and lets go of daily copies
 * beyond the newest {@link keptCopies}. `VACUUM INTO` reads one snapshot, so it may run while others write.
 */
export function copyState(db: Database, folder: string, label: string): string {
  const file = join(folder, `ronda-${label}.db`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  db.prepare('VACUUM INTO ?').run(partial);
  const fd = openSync(partial, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(partial, file);
  for (const old of dailyCopies(folder).slice(keptCopies)) rmSync(join(folder, old.name), { force: true });
  return file;
}

/** Copies the newest automatic copy to `target`; the day it is of, or null when there is none. */
export function stageNewestCopy(folder: string, target: string): string | null {
  const newest = newestCopy(folder);
  if (!newest) return null;
  const partial = `${target}.partial`;
  copyFileSync(join(folder, newest.name), partial);
  renameSync(partial, target);
  return newest.day;
}

export function newestCopy(folder: string): { name: string; day: string } | null {
  return dailyCopies(folder)[0] ?? null;
}

/** Newest first. */
function dailyCopies(folder: string): { name: string; day: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const day = dailyName.exec(name)?.[1];
      return day ? [{ name, day }] : [];
    })
    .sort((a, b) => (a.day < b.day ? 1 : -1));
}
