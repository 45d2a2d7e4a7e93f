import type { HostWatch } from '../../health/host-watch.ts';
import type { Clock } from '../../platform/clock.ts';

/** Runs what holds a service up on purpose, as something that Ronda does to it. */
export type WhilePaused = <T>(
  of: { readonly hostId: string; readonly serviceId: string; readonly reason: string },
  work: () => Promise<T>,
) => Promise<T>;

/** Runs a restore of a service as something that Ronda does to it. */
export type PauseDuringRestore = <T>(
  of: { readonly hostId: string; readonly serviceId: string; readonly backupId: string },
  work: () => Promise<T>,
) => Promise<T>;

/** Meanwhile the service is `paused`, with that reason, and no incident is opened for what Ronda itself does. */
export function createWhilePaused(ports: {
  readonly watchOf: (hostId: string) => Promise<HostWatch>;
  readonly clock: Clock;
  readonly author: () => string;
}): WhilePaused {
  return async ({ hostId, serviceId, reason }, work) => {
    const watch = await ports.watchOf(hostId);
    const before = watch.tiles().find((tile) => tile.serviceId === serviceId)?.paused ?? null;
    return watch.whileActing(serviceId, async () => {
      await watch.setPaused(serviceId, { at: ports.clock.now(), by: ports.author(), reason });
      try {
        return await work();
      } finally {
        await watch.setPaused(serviceId, before);
      }
    });
  };
}

/** A restore stops the service on purpose. */
export function createPauseDuringRestore(whilePaused: WhilePaused): PauseDuringRestore {
  return ({ hostId, serviceId, backupId }, work) =>
    whilePaused({ hostId, serviceId, reason: `restore ${backupId}` }, work);
}
