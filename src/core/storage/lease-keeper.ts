import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Lease } from './lease-repository.ts';
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
 * @param identity `holder` is unique a process, `label` is what people are told (`Ronda window`).
 */
export function createLeaseKeeper(deps: {
  readonly leases: Remote<StateRepositories>['leases'];
  readonly clock: Clock;
  readonly log: Log;
  readonly identity: { readonly holder: string; readonly label: string };
}): LeaseKeeper {
  const { leases, clock, log, identity } = deps;
  const take = (resource: string): Promise<Lease> =>
    leases.take({ resource, ...identity, expiresAt: clock.now() + termMs }, clock.now());

  return {
    async withLease(resource, work) {
      const standing = await take(resource);
      if (standing.holder !== identity.holder) {
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
        await leases.release(resource, identity.holder);
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
          if (now !== last) onChange(standing, now === identity.holder);
          last = now;
          await clock.sleep(renewEveryMs, signal);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        if (last === identity.holder) await leases.release(resource, identity.holder);
      }
    },
  };
}
