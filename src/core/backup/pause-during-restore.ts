import type { HostWatch } from '../health/host-watch.ts';
import type { Clock } from '../platform/clock.ts';

/** Runs a restore of a service as something that Ronda does to it. */
export type PauseDuringRestore = <T>(
  of: { readonly hostId: string; readonly serviceId: string; readonly backupId: string },
  work: () => Promise<T>,
) => Promise<T>;

/**
 * A restore stops the service on purpose: meanwhile it is `paused`, with that reason, and no incident is opened for
 * what Ronda itself does.
 */
export function createPauseDuringRestore(ports: {
  readonly watchOf: (hostId: string) => Promise<HostWatch>;
  readonly clock: Clock;
  readonly author: () => string;
}): PauseDuringRestore {
  return async ({ hostId, serviceId, backupId }, work) => {
    const watch = await ports.watchOf(hostId);
    const before = watch.tiles().find((tile) => tile.serviceId === serviceId)?.paused ?? null;
    return watch.whileActing(serviceId, async () => {
      await watch.setPaused(serviceId, {
        at: ports.clock.now(),
        by: ports.author(),
        reason: `restore ${backupId}`,
      });
      try {
        return await work();
      } finally {
        await watch.setPaused(serviceId, before);
      }
    });
  };
}
