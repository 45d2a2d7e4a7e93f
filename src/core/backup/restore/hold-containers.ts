import type { DatabaseLocks } from '../database-locks.ts';
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
  const holdAll = (ids: readonly string[]): Promise<T> => {
    const [first, ...others] = ids;
    if (first === undefined) return work();
    const { hostId } = key;
    return locks.hold({ hostId, serviceId: 'container', databaseId: first.slice(0, 12) }, () =>
      holdAll(others),
    );
  };
  // Whoever wants the same ones takes them in the same order.
  return holdAll(containers.map(({ id }) => id).sort());
}
