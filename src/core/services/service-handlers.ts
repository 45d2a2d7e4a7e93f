import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostWatch } from '../health/host-watch.ts';
import type { HostConnections } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { Remote } from '../storage/remote.ts';
import { describeContainer } from './describe-service.ts';
import { containersOf, type ServiceActions } from './service-actions.ts';
import { usageBucketMs } from './usage-recorder.ts';
import type { createUsageRepository } from './usage-repository.ts';

export type ServiceOperation = 'services.preview' | 'services.act' | 'services.describe' | 'services.usage';

export function serviceHandlers(ports: {
  readonly actions: ServiceActions;
  readonly connections: HostConnections;
  readonly watchOf: (hostId: string) => Promise<HostWatch>;
  readonly usage: Pick<Remote<{ usage: ReturnType<typeof createUsageRepository> }>['usage'], 'since'>;
  readonly clock: Clock;
}): Handlers<ServiceOperation> {
  const { actions, connections } = ports;
  return {
    'services.preview': async (input) => ({ commands: await actions.preview(input) }),
    'services.act': async (input, { signal }) => ({ commands: await actions.act(input, signal) }),
    'services.usage': async ({ hostId, serviceId }) => {
      (await ports.watchOf(hostId)).service(serviceId);
      const since = ports.clock.now() - 24 * 3_600_000;
      return { bucketMs: usageBucketMs, points: await ports.usage.since(hostId, serviceId, since) };
    },
    'services.describe': async ({ hostId, serviceId }, { signal }) => {
      const live = connections.get(hostId);
      const containers = await containersOf(await ports.watchOf(hostId), serviceId);
      const stop = AbortSignal.any([signal, live.signal]);
      return {
        containers: await Promise.all(
          containers.map((container) => describeContainer(live.docker, container, stop)),
        ),
      };
    },
  };
}
