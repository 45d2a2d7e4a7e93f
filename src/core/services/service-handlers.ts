import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostWatch } from '../health/host-watch.ts';
import type { HostConnections } from '../hosts/host-connection.ts';
import { describeContainer } from './describe-service.ts';
import { containersOf, type ServiceActions } from './service-actions.ts';

export type ServiceOperation = 'services.preview' | 'services.act' | 'services.describe';

export function serviceHandlers(ports: {
  readonly actions: ServiceActions;
  readonly connections: HostConnections;
  readonly watchOf: (hostId: string) => Promise<HostWatch>;
}): Handlers<ServiceOperation> {
  const { actions, connections } = ports;
  return {
    'services.preview': async (input) => ({ commands: await actions.preview(input) }),
    'services.act': async (input, { signal }) => ({ commands: await actions.act(input, signal) }),
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
