import type { HostConnection } from '../../hosts/host-connection.ts';
import { holdAll } from '../database-locks.ts';
import { recoveringAround } from '../restore/recovering-around.ts';
import { type ArchiveKey, archiveLock } from './archive-paths.ts';
import type { CarryOutDeps } from './carry-out-restore.ts';
import { recoverArchiveRestore } from './recover-archive-restore.ts';

/**
 * Holds a folder and the databases in it for a restore. One that was interrupted is ended first, and this one at once
 * where it can be.
 * @throws RondaError `state.lease-held`
 */
export async function holdForRestore<T>(
  deps: CarryOutDeps,
  connection: HostConnection,
  key: ArchiveKey,
  databaseIds: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const { hostId, serviceId, sourceId } = key;
  const recoverLeft = async (): Promise<void> => {
    for (const left of await deps.journal.unfinished(hostId)) {
      if (left.record.key.serviceId !== serviceId || left.record.key.sourceId !== sourceId) continue;
      await recoverArchiveRestore(deps, connection, left);
    }
  };
  const databases = [...databaseIds].sort().map((databaseId) => ({ hostId, serviceId, databaseId }));
  // Whoever wants the same ones takes them in the same order.
  return holdAll(deps.locks, [archiveLock(key), ...databases], () =>
    recoveringAround(connection, deps.log, recoverLeft, work),
  );
}
