import type { HostConnection } from '../../hosts/host-connection.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { type ArchiveKey, archiveLock } from './archive-paths.ts';
import type { CarryOutDeps } from './carry-out-restore.ts';
import { recoverArchiveRestore } from './recover-archive-restore.ts';

/**
 * Holds a folder and the databases in it for a restore. One that was interrupted is ended first: its files may lie in
 * the way, and its containers stand still.
 * @throws RondaError `state.lease-held`
 */
export async function holdForRestore<T>(
  deps: CarryOutDeps & { readonly locks: DatabaseLocks },
  connection: HostConnection,
  key: ArchiveKey,
  databaseIds: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const { hostId, serviceId, sourceId } = key;
  /** One after the other; whoever wants the same ones takes them in the same order. */
  const holdAll = (keys: readonly DatabaseKey[]): Promise<T> => {
    const [first, ...others] = keys;
    return first ? deps.locks.hold(first, () => holdAll(others)) : begin();
  };
  const begin = async (): Promise<T> => {
    for (const left of await deps.journal.unfinished(hostId)) {
      if (left.record.key.serviceId !== serviceId || left.record.key.sourceId !== sourceId) continue;
      await recoverArchiveRestore(deps, connection, left);
    }
    return work();
  };
  const databases = [...databaseIds].sort().map((databaseId) => ({ hostId, serviceId, databaseId }));
  return holdAll([archiveLock(key), ...databases]);
}
