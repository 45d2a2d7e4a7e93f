import type { Backup } from '../../../shared/domain/backup.ts';
import type { DatabaseSpec } from '../../../shared/domain/profile.ts';
import type { DatabaseView } from '../../../shared/domain/service.ts';

/**
 * The three dates of a database. A copy that failed its verification, a safety copy, and one whose file is gone are
 * not backups and give no date.
 */
export function databaseDates(
  backups: readonly Backup[],
  at: { readonly hostId: string; readonly serviceId: string; readonly database: DatabaseSpec },
): DatabaseView {
  const own = backups.filter(
    (backup) =>
      backup.hostId === at.hostId &&
      backup.serviceId === at.serviceId &&
      backup.databaseId === at.database.id &&
      backup.reason !== 'safety' &&
      !backup.missing,
  );
  const sound = own.filter(({ verification }) => verification === 'verified');
  return {
    id: at.database.id,
    path: at.database.path,
    takenAt: newest(sound.map(({ takenAt }) => takenAt)),
    verifiedAt: newest(sound.map(({ verifiedAt }) => verifiedAt)),
    restoreTestedAt: newest(sound.map(({ restoreTestedAt }) => restoreTestedAt)),
  };
}

function newest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.max(...known);
}
