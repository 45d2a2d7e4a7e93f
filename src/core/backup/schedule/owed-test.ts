import type { Backup } from '../../../shared/domain/backup.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import { backupsOf, soundBackupsOf } from '../catalogue/backups-of.ts';

const dayMs = 86_400_000;
/** A test at night is due the same hour of its day: what it took last time must not push it into the next one. */
const graceMs = 3_600_000;

/** The last restore test of any copy of a database, passed or not; null when there was none. */
export function lastTest(backups: readonly Backup[], key: DatabaseKey): Backup['restoreTest'] {
  const tests = backupsOf(backups, key).flatMap(({ restoreTest }) => (restoreTest ? [restoreTest] : []));
  return tests.sort((a, b) => b.at - a.at)[0] ?? null;
}

/** The copy that is to be restore-tested: the newest sound one, when the last test is too long ago; else null. */
export function owedTest(
  backups: readonly Backup[],
  key: DatabaseKey,
  everyDays: number,
  now: number,
): Backup | null {
  const last = lastTest(backups, key);
  if (last && now - last.at < everyDays * dayMs - graceMs) return null;
  return soundBackupsOf(backups, key).find(({ reason }) => reason !== 'safety') ?? null;
}
