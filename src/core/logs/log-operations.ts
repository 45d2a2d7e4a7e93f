import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { HostConnections } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createDockerLogSource } from './docker-log-source.ts';
import { tailLogs } from './tail-logs.ts';

/** The handler of `logs.tail`. A lost connection ends the stream with the reason of its loss. */
export function createLogOperations(ports: {
  readonly connections: HostConnections;
  readonly clock: Clock;
  readonly log: Log;
}): Handlers<'logs.tail'> {
  return {
    'logs.tail': async ({ hostId, containerId, tail, since, follow }, { signal, emit }) => {
      const connection = ports.connections.get(hostId);
      const source = createDockerLogSource(connection, containerId, ports.clock);
      return tailLogs(
        { source, clock: ports.clock, log: ports.log },
        { tail, since: since ?? null, follow },
        { signal: AbortSignal.any([signal, connection.signal]), emit },
      );
    },
  };
}
