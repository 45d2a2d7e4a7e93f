import { localText, type Profile } from '../../shared/domain/profile.ts';
import type { Status } from '../../shared/domain/status.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HealthTransition } from '../health/transition.ts';

/**
 * What the night watch told people becomes an incident here too, at the time it was told, so that the response clock
 * counts from then and the good news is told as well, by whoever sees it.
 */
export function createNightIncidents(ports: {
  readonly profileOf: (hostId: string) => Profile | null;
  readonly language: () => 'en' | 'id';
  /** Marks the service as seen down, and says what is seen of it now. */
  readonly toldAtNight: (hostId: string, serviceId: string, at: number) => Promise<Status>;
  readonly handle: (transition: HealthTransition) => Promise<void>;
  readonly now: () => number;
}): (hostId: string, told: readonly { serviceId: string; at: number }[]) => Promise<void> {
  return async (hostId, told) => {
    const profile = ports.profileOf(hostId);
    if (!profile) return;
    const watched = profile.services.filter(({ checks }) => checks.length > 0);
    const allDown =
      watched.length > 1 && watched.every(({ id }) => told.some(({ serviceId }) => serviceId === id));
    for (const { serviceId, at } of told) {
      const service = watched.find(({ id }) => id === serviceId);
      if (!service) continue;
      const cause = new RondaError('night-watch.seen', { detail: '-' });
      const base = {
        hostId,
        serviceId,
        checkId: null,
        name: localText(service.name, ports.language()),
        mainFunction: service.main,
        tile: null,
      };
      const status = await ports.toldAtNight(hostId, serviceId, at);
      await ports.handle({
        ...base,
        from: 'up',
        to: 'down',
        at,
        reason: cause.message,
        cause: cause.toShape(),
        allDown,
      });
      // It recovered before its first look here: without this nobody would hear of it.
      if (status === 'up' || status === 'degraded') {
        await ports.handle({
          ...base,
          from: 'down',
          to: status,
          at: ports.now(),
          reason: '',
          allDown: false,
        });
      }
    }
  };
}
