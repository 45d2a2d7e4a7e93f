import { type DatabaseLocks, holdAll } from '../database-locks.ts';
import type { StoppedContainers } from './restore-actions.ts';

/**
 * Holds the containers that stop for a restore, besides what it replaces: another restore that has one of them in common
 * would start it in the midst of this one.
 * @throws RondaError `state.lease-held`
 */
export function holdContainers<T>(
  locks: DatabaseLocks,
  { key, containers }: Pick<StoppedContainers, 'key' | 'containers'>,
  work: () => Promise<T>,
): Promise<T> {
  // Whoever wants the same ones takes them in the same order.
  const ids = containers.map(({ id }) => id.slice(0, 12)).sort();
  const { hostId } = key;
  return holdAll(
    locks,
    ids.map((id) => ({ hostId, serviceId: 'container', databaseId: id })),
    work,
  );
}
