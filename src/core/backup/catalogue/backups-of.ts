import type { Backup } from '../../../shared/domain/backup.ts';
import type { DatabaseKey } from './backup-paths.ts';

/** Every copy of one database, whatever became of it. */
export function backupsOf(backups: readonly Backup[], key: DatabaseKey): Backup[] {
  return backups.filter(
    ({ hostId, serviceId, databaseId }) =>
      hostId === key.hostId && serviceId === key.serviceId && databaseId === key.databaseId,
  );
}

/** Those that hold and are there, the newest first. */
export function soundBackupsOf(backups: readonly Backup[], key: DatabaseKey): Backup[] {
  return backupsOf(backups, key)
    .filter(({ verification, missing }) => verification === 'verified' && !missing)
    .sort((a, b) => b.takenAt - a.takenAt);
}
