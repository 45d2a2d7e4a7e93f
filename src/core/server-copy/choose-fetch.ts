import type { Backup } from '../../shared/domain/backup.ts';
import type { FoundCopy } from './read-copies.ts';

const weekMs = 7 * 24 * 3_600_000;

/** Whether a copy on the server is in the catalogue already. */
export function isFetched(hostId: string, copy: FoundCopy, backups: readonly Backup[]): boolean {
  return backups.some(
    (backup) =>
      backup.method === 'server-copy' &&
      backup.hostId === hostId &&
      backup.serviceId === copy.serviceId &&
      backup.databaseId === copy.databaseId &&
      backup.takenAt === copy.takenAt,
  );
}

/**
 * Which of the server's copies are worth the line: of each database the newest, when this computer has nothing newer
 * that is proven, or when it is a week since one of the server's own was proven here.
 * @param copies the newest first
 */
export function chooseFetch(
  hostId: string,
  copies: readonly FoundCopy[],
  backups: readonly Backup[],
): FoundCopy[] {
  const seen = new Set<string>();
  return copies.filter((copy) => {
    const name = `${copy.serviceId}/${copy.databaseId}`;
    if (seen.has(name)) return false;
    seen.add(name);
    if (isFetched(hostId, copy, backups)) return false;
    const proven = backups.filter(
      ({ hostId: of, serviceId, databaseId, verification, missing }) =>
        of === hostId &&
        serviceId === copy.serviceId &&
        databaseId === copy.databaseId &&
        verification === 'verified' &&
        !missing,
    );
    const newest = Math.max(0, ...proven.map(({ takenAt }) => takenAt));
    const ofServer = proven.filter(({ method }) => method === 'server-copy');
    const lastProven = Math.max(0, ...ofServer.map(({ takenAt }) => takenAt));
    return copy.takenAt > newest || copy.takenAt - lastProven > weekMs;
  });
}
