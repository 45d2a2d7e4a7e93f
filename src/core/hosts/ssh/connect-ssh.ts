import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import type { HostConfig, SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectPorts, OwnedConnection } from '../connect-ports.ts';
import type { StepReporter } from '../connection-steps.ts';
import { dialError } from '../dial-error.ts';
import { createDocker } from '../docker/create-docker.ts';
import { inspectEngine } from '../docker/inspect-engine.ts';
import { watchEngine } from '../docker/watch-engine.ts';
import { type BulkConnection, createBulkPipe } from './bulk-pipe.ts';
import { ChannelAgent } from './channel-agent.ts';
import { connectRoute } from './connect-route.ts';
import { dialThroughExec } from './dial-through-exec.ts';
import { type Carriers, type DockerMethod, fallbackMethod, openDocker } from './docker-transport.ts';
import { createExecChannels } from './exec-channels.ts';
import { explainDockerFailure, isChannelRefusal, lookAtDocker } from './explain-docker-failure.ts';
import type { Pace } from './paced-line.ts';
import { posixQuote } from './posix-quote.ts';
import { createSshExec } from './ssh-exec.ts';
import type { SshSession } from './ssh-session.ts';

const silentSteps: StepReporter = { begin: () => undefined, done: () => undefined };

/** A Docker client whose connections are channels to the server's Docker socket. */
function dockerOver(
  carriers: Carriers,
  method: DockerMethod,
  socketPath: string,
  apiVersion?: string,
): Docker {
  // Each idle `dial-stdio` is a program on the server and one of few sessions; a forwarded channel costs next to nothing.
  const idle = method === 'stream-local' ? undefined : 1;
  const agent = new ChannelAgent(() => openDocker(method, socketPath, carriers), idle);
  carriers.session.signal.addEventListener('abort', () => agent.destroy(), { once: true });
  return createDocker(agent, socketPath, apiVersion);
}

/** sshd answers this without trying when it forwards no TCP (RFC 4254, 5.1: administratively prohibited). */
const PROHIBITED = 1;
/** tcpmux, which nobody runs: the answer tells whether the server would have tried. */
const PROBE_PORT = 1;

async function tcpMethod(session: SshSession, signal: AbortSignal): Promise<'ssh-forward' | 'ssh-exec'> {
  try {
    (await session.openTcp('127.0.0.1', PROBE_PORT, signal)).destroy();
    return 'ssh-forward';
  } catch (error) {
    signal.throwIfAborted();
    if (!isChannelRefusal(error)) throw error;
    return error instanceof Error && 'reason' in error && error.reason === PROHIBITED
      ? 'ssh-exec'
      : 'ssh-forward';
  }
}

/**
 * A server over SSH: one connection for control, a second for bulk when it is first needed.
 * @throws RondaError `hosts.*`
 */
export async function connectSsh(
  config: HostConfig,
  target: SshTarget,
  ports: ConnectPorts,
  context: ConnectContext,
): Promise<OwnedConnection> {
  const { signal, steps } = context;
  const control = await connectRoute(config, target, ports, context, null);
  const exec = createSshExec(control, ports.clock);
  const gone = (): void =>
    control.close(new RondaError('hosts.docker-gone', { socket: target.dockerSocket }));
  // Asks nobody: a question about a server that is connected already would only confuse.
  const quiet: ConnectContext = { ...context, signal: control.signal, steps: silentSteps };
  const connectAgain = (pace?: Pace): Promise<SshSession> =>
    connectRoute(config, target, ports, quiet, control.hostKey, pace);
  const carriers: Carriers = {
    session: control,
    channels: createExecChannels(() => connectAgain(), control.signal),
  };
  const inspect = (method: DockerMethod) =>
    inspectEngine(
      dockerOver(carriers, method, target.dockerSocket),
      target.dockerSocket,
      ports.clock,
      signal,
    );
  try {
    steps.begin('docker', target.dockerSocket);
    let method: DockerMethod = 'stream-local';
    const { engine, apiVersion } = await inspect(method).catch(async (error: unknown) => {
      signal.throwIfAborted();
      const look = isChannelRefusal(error) ? await lookAtDocker(target.dockerSocket, exec, signal) : null;
      const fallback = fallbackMethod(error, target, look);
      if (!fallback) throw explainDockerFailure(error, target.dockerSocket, look);
      method = fallback;
      return inspect(fallback);
    });
    steps.begin('engine', `Docker ${engine.version}`);
    const docker = dockerOver(carriers, method, target.dockerSocket, apiVersion);
    await watchEngine(docker, control.signal, gone);
    signal.throwIfAborted();
    steps.done(`Docker ${engine.version}, API ${apiVersion}`);

    const tcp = await tcpMethod(control, signal);

    const openBulk = async (): Promise<BulkConnection> => {
      const session = await connectAgain(ports.transferPace);
      const apart: Carriers = {
        session,
        channels: createExecChannels(() => connectAgain(ports.transferPace), session.signal),
      };
      return { session, docker: dockerOver(apart, method, target.dockerSocket, apiVersion) };
    };
    const bulk = createBulkPipe(openBulk, control.signal);
    return {
      hostId: config.id,
      methods: { docker: method, tcp, exec: 'ssh-exec' },
      engine,
      dockerSocket: target.dockerSocket,
      signal: control.signal,
      docker,
      bulkDocker: async (wanted) => (await bulk.open(wanted)).docker,
      async dial(to, wanted): Promise<Duplex> {
        try {
          return tcp === 'ssh-forward'
            ? await control.openTcp(to.host, to.port, wanted)
            : await dialThroughExec(carriers.channels, to, wanted);
        } catch (error) {
          wanted.throwIfAborted();
          throw dialError(error, to);
        }
      },
      exec,
      async bulkExec(argv, asked) {
        const wanted = AbortSignal.any([asked, control.signal]);
        const program = await carriers.channels.open(`${posixQuote(argv)} </dev/null`, wanted);
        const stop = (): void => void program.destroy(asError(wanted.reason));
        if (wanted.aborted) stop();
        wanted.addEventListener('abort', stop, { once: true });
        program.once('close', () => wanted.removeEventListener('abort', stop));
        return program;
      },
      close: (reason) => control.close(reason),
    };
  } catch (error) {
    const failure = signal.aborted ? error : explainDockerFailure(error, target.dockerSocket, null);
    control.close(failure instanceof RondaError ? failure : new RondaError('common.cancelled'));
    throw failure;
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
