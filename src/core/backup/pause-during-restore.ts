import type { Handler } from '../dispatcher/dispatcher.ts';
import type { HostWatch } from '../health/host-watch.ts';
import type { Clock } from '../platform/clock.ts';

/**
 * A restore stops the service on purpose: meanwhile it is `paused`, with that reason, and no incident is opened for
 * what Ronda itself does.
 */
export function pauseDuringRestore(
  restore: Handler<'backup.restore'>,
  ports: {
    readonly watchOf: (hostId: string) => Promise<HostWatch>;
    readonly clock: Clock;
    readonly author: () => string;
  },
): Handler<'backup.restore'> {
  return async (input, context) => {
    const { hostId, serviceId, backupId } = input;
    const watch = await ports.watchOf(hostId);
    const before = watch.tiles().find((tile) => tile.serviceId === serviceId)?.paused ?? null;
    return watch.whileActing(serviceId, async () => {
      await watch.setPaused(serviceId, {
        at: ports.clock.now(),
        by: ports.author(),
        reason: `restore ${backupId}`,
      });
      try {
        return await restore(input, context);
      } finally {
        await watch.setPaused(serviceId, before);
      }
    });
  };
}
