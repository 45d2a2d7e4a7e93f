import type { Backup } from '../../../shared/domain/backup.ts';
import type { Schedule } from '../../platform/cron.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import { soundBackupsOf } from '../catalogue/backups-of.ts';

/** Clocks of two computers differ by less. */
const skewMs = 10 * 60_000;

/**
 * When the newest sound copy of a live database was taken, ms; null when there is none. An import is no such copy, and
 * one that a wrong clock dated into the future must not stand for all the nights until then.
 */
export function newestCopyAt(backups: readonly Backup[], key: DatabaseKey, now: number): number | null {
  const newest = soundBackupsOf(backups, key).find(
    ({ reason, takenAt }) => (reason === 'manual' || reason === 'scheduled') && takenAt <= now + skewMs,
  );
  return newest?.takenAt ?? null;
}

/**
 * The start that a copy is owed for, ms; null when none is. However many starts a sleeping laptop missed, one copy makes
 * up for all of them: yesterday's state cannot be copied today.
 * @param setAt starts before the schedule was set are not owed
 */
export function owedSince(
  schedule: Schedule,
  setAt: number,
  newestAt: number | null,
  now: number,
): number | null {
  const start = schedule.previous(now);
  if (start === null || start < setAt) return null;
  return newestAt !== null && newestAt >= start ? null : start;
}
