import { RondaError } from '../../shared/errors.ts';
import type { LeaseKeeper } from '../storage/lease-keeper.ts';
import { type DatabaseKey, databaseResource } from './catalogue/backup-paths.ts';

/** One copy or restore of a database at a time, in this process and in any other on this home. */
export interface DatabaseLocks {
  /** @throws RondaError `state.lease-held` at once when another has it */
  hold<T>(key: DatabaseKey, work: () => Promise<T>): Promise<T>;
}

/** Holds all of these in the order given. @throws RondaError `state.lease-held` when another has any of them */
export function holdAll<T>(
  locks: DatabaseLocks,
  keys: readonly DatabaseKey[],
  work: () => Promise<T>,
): Promise<T> {
  const [first, ...others] = keys;
  return first ? locks.hold(first, () => holdAll(locks, others, work)) : work();
}

/** @param leases keeps other processes out; within this one a lease would be renewed, hence the set */
export function createDatabaseLocks(leases: Pick<LeaseKeeper, 'withLease'>): DatabaseLocks {
  const held = new Set<string>();
  return {
    async hold(key, work) {
      const resource = databaseResource(key);
      if (held.has(resource)) throw new RondaError('state.lease-held', { holder: 'Ronda', resource });
      held.add(resource);
      try {
        return await leases.withLease(resource, work);
      } finally {
        held.delete(resource);
      }
    },
  };
}
