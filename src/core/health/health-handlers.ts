import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostConnections } from '../hosts/host-connection.ts';
import type { HealthRepositories, HealthService } from './health-service.ts';

export type HealthOperation = 'health.check-now' | 'health.history';

export function healthHandlers(ports: {
  readonly health: HealthService;
  readonly connections: HostConnections;
  readonly repositories: Pick<HealthRepositories, 'heartbeats'>;
}): Handlers<HealthOperation> {
  return {
    'health.check-now': async ({ hostId, serviceId }) => {
      // First: a host that is not connected is told so, whatever else may be wrong.
      ports.connections.get(hostId);
      const watch = await ports.health.watchOf(hostId);
      return { tiles: await watch.checkNow(serviceId) };
    },
    'health.history': async ({ hostId, serviceId, checkId, sinceMs }) => {
      const { checks } = (await ports.health.watchOf(hostId)).service(serviceId);
      if (!checks.some(({ id }) => id === checkId))
        throw new RondaError('health.unknown-check', { service: serviceId, check: checkId });
      return { beats: await ports.repositories.heartbeats.history({ hostId, serviceId, checkId }, sinceMs) };
    },
  };
}
