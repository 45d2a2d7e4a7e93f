import type { Backup } from '../../shared/domain/backup.ts';
import type { ServiceSpec } from '../../shared/domain/profile.ts';
import type { CopyData } from './test-on-copy.ts';

/** Finds the newest verified backup of each database of a service; one that has none is left out. */
export function newestDataOf(
  state: { list(slice: 'backups'): Backup[] },
  locate: (backupId: string) => Promise<{ readonly path: string }>,
): (hostId: string, service: ServiceSpec) => Promise<CopyData[]> {
  return async (hostId, service) => {
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
    return Promise.all(
      found.map(async ({ path, backup: { id, bytes, takenAt } }) => ({
        path,
        file: (await locate(id)).path,
        bytes,
        takenAt,
      })),
    );
  };
}
