import type { Backup } from '../../shared/domain/backup.ts';
import type { ServiceSpec } from '../../shared/domain/profile.ts';
import type { CopyData } from './test-on-copy.ts';

/** Finds the newest verified backup of each database of a service; one that has none is left out. */
export function newestDataOf(
  state: { list(slice: 'backups'): Backup[] },
  open: (backupId: string, signal: AbortSignal) => ReturnType<CopyData['open']>,
): (hostId: string, service: ServiceSpec) => CopyData[] {
  return (hostId, service) => {
    const found = service.databases.flatMap(({ id, path }) => {
      const [newest] = state
        .list('backups')
        .filter(
          (backup) =>
            backup.hostId === hostId &&
            backup.serviceId === service.id &&
            backup.databaseId === id &&
            backup.verification === 'verified' &&
            !backup.missing,
        )
        .sort((a, b) => b.takenAt - a.takenAt);
      return newest ? [{ path, backup: newest }] : [];
    });
    return found.map(({ path, backup: { id, bytes, takenAt } }) => ({
      path,
      open: (signal) => open(id, signal),
      bytes,
      takenAt,
    }));
  };
}
