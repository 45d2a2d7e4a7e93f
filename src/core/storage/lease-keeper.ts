import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Lease } from './lease-repository.ts';
import type { ProcessHolder } from './process-holder.ts';
import type { Remote } from './remote.ts';
import type { StateRepositories } from './state-repositories.ts';

/** How long a lease stands without being renewed, and how often it is. */
const termMs = 30_000;
const renewEveryMs = 10_000;

export interface LeaseKeeper {
  /** Runs the work while holding the resource. @throws RondaError `state.lease-held` when another has it */
  withLease<T>(resource: string, work: () => Promise<T>): Promise<T>;
  /**
   * Keeps trying for the resource until the signal fires, and tells each change: the lease that stands, and
   * whether it is ours.
   */
  campaign(
    resource: string,
    signal: AbortSignal,
    onChange: (lease: Lease | null, ours: boolean) => void,
  ): Promise<void>;
}

/**
 * @param identity `label` is what people are told (`Ronda window`). A lease whose process has died is taken over at
 * once: what it held may be a service that was stopped for a restore, which must not stand still for the lease's term.
 */
export function createLeaseKeeper(deps: {
  readonly leases: Remote<StateRepositories>['leases'];
  readonly clock: Clock;
  readonly log: Log;
  readonly identity: ProcessHolder & { readonly label: string };
}): LeaseKeeper {
  const { leases, clock, log, identity } = deps;
  const { holder, label } = identity;
  const takeFree = (resource: string): Promise<Lease> =>
    leases.take({ resource, holder, label, expiresAt: clock.now() + termMs }, clock.now());
  const take = async (resource: string): Promise<Lease> => {
    const standing = await takeFree(resource);
    if (standing.holder === holder || !identity.isDead(standing.holder)) return standing;
    log.info('the lease of a process that has ended is taken over', { resource, from: standing.label });
    // Drops only what that process held: of two that find it dead, the quicker one gets the lease.
    await leases.release(resource, standing.holder);
    return takeFree(resource);
  };

  return {
    async withLease(resource, work) {
      const standing = await take(resource);
      if (standing.holder !== holder) {
        throw new RondaError('state.lease-held', { holder: standing.label, resource });
      }
      const done = new AbortController();
      const renewing = (async () => {
        while (!done.signal.aborted) {
          await clock.sleep(renewEveryMs, done.signal);
          await take(resource);
        }
      })().catch((error) => {
        if (!done.signal.aborted) log.warn('a lease could not be renewed', { resource, error });
      });
      try {
        return await work();
      } finally {
        done.abort();
        await renewing;
        await leases.release(resource, holder);
      }
    },
    async campaign(resource, signal, onChange) {
      let last = '';
      try {
        while (!signal.aborted) {
          const standing = await take(resource).catch((error) => {
            log.warn('the lease could not be asked for', { resource, error });
            return null;
          });
          const now = standing?.holder ?? '';
          if (now !== last) onChange(standing, now === holder);
          last = now;
          await clock.sleep(renewEveryMs, signal);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        if (last === holder) await leases.release(resource, holder);
      }
    },
  };
}
