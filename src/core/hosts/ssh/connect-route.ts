import type { Duplex } from 'node:stream';
import type { HostConfig, SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { ConnectContext, ConnectPorts } from '../connect-ports.ts';
import type { StepReporter } from '../connection-steps.ts';
import { connectSession } from './connect-session.ts';
import { addressText } from './dial-server.ts';
import type { HostKey } from './host-key.ts';
import type { ServerName } from './known-hosts.ts';
import type { Pace } from './paced-line.ts';
import { spawnProxyCommand } from './proxy-command.ts';
import type { SshSession } from './ssh-session.ts';

const silentSteps: StepReporter = { begin: () => undefined, done: () => undefined };

/**
 * A session with a server by the way its target names: straight, through other servers, or through a program of this
 * computer. Every server on the way is verified and logged in to as the last one is; they end with it, and it with
 * them.
 *
 * @param known as for SessionRoute; with a key nobody is asked anything
 * @param pace what the last session may take of the line; absent: all
 */
export async function connectRoute(
  config: HostConfig,
  target: SshTarget,
  ports: ConnectPorts,
  context: ConnectContext,
  known: HostKey | null,
  pace?: Pace,
): Promise<SshSession> {
  const interactive = known === null;
  const { proxyCommand, jumps = [] } = target;
  // The command leads to whichever server comes first.
  const begin =
    proxyCommand === undefined
      ? {}
      : {
          dial: (signal: AbortSignal): Promise<Duplex> =>
            spawnProxyCommand(proxyCommand, jumps[0] ?? target, ports, signal),
        };
  const way: SshSession[] = [];
  const endWay = (reason: RondaError): void => {
    for (const session of way.toReversed()) session.close(reason);
  };
  try {
    for (const [place, jump] of jumps.entries()) {
      const hop: SshTarget = { kind: 'ssh', ...jump, dockerSocket: target.dockerSocket };
      const hopContext: ConnectContext = {
        ...context,
        steps: silentSteps,
        secrets: context.secrets.ofJump(place),
      };
      context.steps.begin('reach', addressText(jump));
      way.push(
        await connectSession(config, hop, ports, hopContext, {
          known: null,
          interactive,
          ...(through(way.at(-1), jumps[place - 1], jump) ?? begin),
        }),
      );
    }
    const session = await connectSession(config, target, ports, context, {
      known,
      interactive,
      ...(pace && { pace }),
      ...(through(way.at(-1), jumps.at(-1), target) ?? begin),
    });
    session.signal.addEventListener('abort', () => endWay(session.signal.reason), { once: true });
    if (session.signal.aborted) endWay(session.signal.reason);
    for (const hop of way) {
      hop.signal.addEventListener('abort', () => session.close(hop.signal.reason), { once: true });
      if (hop.signal.aborted) session.close(hop.signal.reason);
    }
    return session;
  } catch (error) {
    endWay(error instanceof RondaError ? error : new RondaError('common.cancelled', {}, { cause: error }));
    throw error;
  }
}

/** The line to the next server, through one that is connected; null: there is none before it. */
function through(
  session: SshSession | undefined,
  jump: ServerName | undefined,
  next: ServerName,
): { dial: (signal: AbortSignal) => Promise<Duplex> } | null {
  if (!session || !jump) return null;
  return {
    async dial(signal) {
      try {
        return await session.openTcp(next.address.replace(/^\[|\]$/g, ''), next.port, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof RondaError) throw error;
        throw new RondaError(
          'hosts.jump-failed',
          { jump: addressText(jump), address: addressText(next), detail: plainDetail(error) },
          { cause: error },
        );
      }
    },
  };
}
