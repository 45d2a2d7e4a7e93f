import type { Agent } from 'node:http';
import type { ConnectionMethods } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectPorts, OwnedConnection } from '../connect-ports.ts';
import type { HostConnection } from '../host-connection.ts';
import { createDocker } from './create-docker.ts';
import { inspectEngine } from './inspect-engine.ts';
import { watchEngine } from './watch-engine.ts';

export interface EngineLink {
  /** Makes the connections of short calls and events. */
  readonly control: Agent;
  /** Makes those of transfers, so that none holds up a check. */
  readonly bulk: Agent;
  /** The socket or address, for errors. */
  readonly where: string;
  readonly methods: ConnectionMethods;
  /** @param alive aborted when the connection ends */
  readonly dial: (alive: AbortSignal) => HostConnection['dial'];
  readonly exec: (alive: AbortSignal) => HostConnection['exec'];
  readonly bulkExec: (alive: AbortSignal) => HostConnection['bulkExec'];
  /** Turns what the engine's end of the line answered into an error with its next step. */
  readonly explain: (error: unknown) => Promise<RondaError>;
}

/**
 * A connection to an engine that is reached without a server in between. An engine that stops ends it; there is no
 * other link that could break. The running step is `docker`.
 * @throws RondaError as `explain` makes them
 */
export async function openEngineConnection(
  hostId: string,
  link: EngineLink,
  { clock }: Pick<ConnectPorts, 'clock'>,
  { signal, steps }: Pick<ConnectContext, 'signal' | 'steps'>,
): Promise<OwnedConnection> {
  const { control, where } = link;
  const lost = new AbortController();
  function close(reason: RondaError): void {
    if (lost.signal.aborted) return;
    lost.abort(reason);
    control.destroy();
    link.bulk.destroy();
  }
  try {
    const { engine, apiVersion } = await inspectEngine(createDocker(control, where), where, clock, signal);
    steps.begin('engine', `Docker ${engine.version}`);
    const docker = createDocker(control, where, apiVersion);
    const bulk = createDocker(link.bulk, where, apiVersion);
    await watchEngine(docker, lost.signal, () =>
      close(new RondaError('hosts.docker-gone', { socket: where })),
    );
    signal.throwIfAborted();
    steps.done(`Docker ${engine.version}, API ${apiVersion}`);
    return {
      hostId,
      methods: link.methods,
      engine,
      signal: lost.signal,
      docker,
      bulkDocker: async () => bulk,
      dial: link.dial(lost.signal),
      exec: link.exec(lost.signal),
      bulkExec: link.bulkExec(lost.signal),
      close,
    };
  } catch (error) {
    const failure = signal.aborted ? error : await link.explain(error);
    close(failure instanceof RondaError ? failure : new RondaError('common.cancelled'));
    throw failure;
  }
}
