import { useShallow } from 'zustand/react/shallow';
import type { Backup } from '../../shared/domain/backup.ts';
import { mirrors } from './mirrors.ts';

export interface DatabaseKey {
  readonly hostId: string;
  readonly serviceId: string;
  readonly databaseId: string;
}

export function databaseKey({ hostId, serviceId, databaseId }: DatabaseKey): string {
  return `${hostId}/${serviceId}/${databaseId}`;
}

/** The catalogue's lines of one database, newest first. */
export function useBackupsOf(database: DatabaseKey | null): readonly Backup[] {
  const key = database === null ? null : databaseKey(database);
  return mirrors.backups(
    useShallow((state) =>
      Object.values(state.entities)
        .filter((backup) => databaseKey(backup) === key)
        .sort((a, b) => b.takenAt - a.takenAt),
    ),
  );
}

/** The newest copy of a database that is proven and there; null when there is none. */
export function useNewestBackup(database: DatabaseKey): Backup | null {
  return (
    useBackupsOf(database).find(({ verification, missing }) => verification === 'verified' && !missing) ??
    null
  );
}
