import type { CheckSpec } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostConnections } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { HealthRepositories, HealthService } from './health-service.ts';
import { trendOf } from './history/trend.ts';
import { uptimeOfService } from './history/uptime-board.ts';

export type HealthOperation =
  | 'health.check-now'
  | 'health.history'
  | 'health.trend'
  | 'health.uptime'
  | 'health.thumbnail';

export function healthHandlers(ports: {
  readonly health: HealthService;
  readonly connections: HostConnections;
  readonly repositories: Pick<HealthRepositories, 'heartbeats' | 'history'>;
  readonly clock: Clock;
}): Handlers<HealthOperation> {
  async function requireCheck(hostId: string, serviceId: string, checkId: string): Promise<CheckSpec> {
    const { checks } = (await ports.health.watchOf(hostId)).service(serviceId);
    const check = checks.find(({ id }) => id === checkId);
    if (!check) throw new RondaError('health.unknown-check', { service: serviceId, check: checkId });
    return check;
  }

  return {
    'health.check-now': async ({ hostId, serviceId }) => {
      // First: a host that is not connected is told so, whatever else may be wrong.
      ports.connections.get(hostId);
      const watch = await ports.health.watchOf(hostId);
      return { tiles: await watch.checkNow(serviceId) };
    },
    'health.history': async ({ hostId, serviceId, checkId, sinceMs }) => {
      await requireCheck(hostId, serviceId, checkId);
      return { beats: await ports.repositories.heartbeats.history({ hostId, serviceId, checkId }, sinceMs) };
    },
    'health.trend': async ({ range, ...key }) => {
      const { every } = await requireCheck(key.hostId, key.serviceId, key.checkId);
      return trendOf(ports.repositories.history, key, range, every, ports.clock.now());
    },
    'health.thumbnail': async ({ hostId, serviceId, checkId }) => ({
      dataUrl: (await ports.health.watchOf(hostId)).thumbnail(serviceId, checkId),
    }),
    'health.uptime': async ({ hostId }) => {
      const watch = await ports.health.watchOf(hostId);
      const services = [];
      for (const { serviceId, name } of watch.tiles()) {
        const spec = watch.service(serviceId);
        const uptime = await uptimeOfService(ports.repositories.history, hostId, spec, ports.clock.now());
        services.push({ serviceId, name, uptime });
      }
      return { services };
    },
  };
}
