import type { Backup } from '../../../shared/domain/backup.ts';
import type { KeepReason, KeepRule } from '../../../shared/domain/backup-plan.ts';

const testedAt = ({ restoreTest }: Backup): number => restoreTest?.at ?? 0;

export interface RetentionPlan {
  readonly kept: readonly { readonly backup: Backup; readonly why: readonly KeepReason[] }[];
  /** The oldest first: a run that is cut off has removed what matters least. */
  readonly removed: readonly Backup[];
}

/** Year, month and day of an instant as a calendar in that zone shows them. */
function calendarOf(timeZone: string): (at: number) => { day: string; week: string; month: string } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const day = `${parts.year}-${parts.month}-${parts.day}`;
    // A week is named by its Monday; noon is far from every change of the clock.
    const noon = new Date(`${day}T12:00:00Z`);
    noon.setUTCDate(noon.getUTCDate() - ((noon.getUTCDay() + 6) % 7));
    return { day, week: noon.toISOString().slice(0, 10), month: day.slice(0, 7) };
  };
}

/**
 * Which scheduled copies stay: of each database the newest of each of the last days, weeks and months that have one, as
 * restic's `forget --keep-*` counts them. Only sound copies are counted or removed: one that failed its verification
 * is never the reason to let a good one go. Copies made by hand, imported ones and safety copies are not touched. The
 * newest sound copy stays whatever the rule says, and so does the newest that a server made by itself: without it
 * that copy would be fetched again and again; and the one that was restore-tested last, which carries the third date.
 */
export function planRetention(
  backups: readonly Backup[],
  { keep, timeZone }: { readonly keep: KeepRule; readonly timeZone: string },
): RetentionPlan {
  const calendar = calendarOf(timeZone);
  const why = new Map<Backup, KeepReason[]>();
  const mark = (backup: Backup, reason: KeepReason): void => {
    why.set(backup, [...(why.get(backup) ?? []), reason]);
  };
  const candidates: Backup[] = [];
  const byDatabase = Map.groupBy(
    backups.filter(({ verification, missing }) => verification === 'verified' && !missing),
    ({ hostId, serviceId, databaseId }) => `${hostId}/${serviceId}/${databaseId}`,
  );
  for (const group of byDatabase.values()) {
    const scheduled = group
      .filter(({ reason }) => reason === 'scheduled')
      .sort((a, b) => b.takenAt - a.takenAt || (a.id < b.id ? -1 : 1));
    candidates.push(...scheduled);
    const [newest] = scheduled;
    if (newest) mark(newest, 'newest');
    const ofServer = scheduled.find(({ method }) => method === 'server-copy');
    if (ofServer) mark(ofServer, 'newest-of-server');
    const tested = scheduled
      .filter(({ restoreTest }) => restoreTest)
      .sort((a, b) => testedAt(b) - testedAt(a))[0];
    if (tested) mark(tested, 'newest-tested');
    for (const [reason, unit, count] of [
      ['daily', 'day', keep.daily],
      ['weekly', 'week', keep.weekly],
      ['monthly', 'month', keep.monthly],
    ] as const) {
      const seen = new Set<string>();
      for (const backup of scheduled) {
        const period = calendar(backup.takenAt)[unit];
        if (seen.has(period) || seen.size >= count) continue;
        seen.add(period);
        mark(backup, reason);
      }
    }
  }
  return {
    kept: [...why].map(([backup, reasons]) => ({ backup, why: reasons })),
    removed: candidates.filter((backup) => !why.has(backup)).sort((a, b) => a.takenAt - b.takenAt),
  };
}
