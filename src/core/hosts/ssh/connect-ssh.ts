import type Docker from 'dockerode';
import type { HostConfig, SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectPorts, OwnedConnection } from '../connect-host.ts';
import type { StepReporter } from '../connection-steps.ts';
import { dialError } from '../dial-error.ts';
import { createDocker } from '../docker/create-docker.ts';
import { inspectEngine } from '../docker/inspect-engine.ts';
import { watchEngine } from '../docker/watch-engine.ts';
import { type BulkConnection, createBulkPipe } from './bulk-pipe.ts';
import { ChannelAgent } from './channel-agent.ts';
import { connectSession } from './connect-session.ts';
import { explainDockerFailure } from './explain-docker-failure.ts';
import { createSshExec } from './ssh-exec.ts';
import type { SshSession } from './ssh-session.ts';

const silentSteps: StepReporter = { begin: () => undefined, done: () => undefined };

/** A Docker client whose connections are channels of a session to the server's Docker socket. */
function dockerOver(session: SshSession, socketPath: string, apiVersion?: string): Docker {
  const agent = new ChannelAgent(() => session.openStreamLocal(socketPath, session.signal));
  session.signal.addEventListener('abort', () => agent.destroy(), { once: true });
  return createDocker(agent, socketPath, apiVersion);
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
  const control = await connectSession(config, target, ports, context, null);
  const exec = createSshExec(control, ports.clock);
  const gone = (): void =>
    control.close(new RondaError('hosts.docker-gone', { socket: target.dockerSocket }));
  try {
    steps.begin('docker', target.dockerSocket);
    const probe = dockerOver(control, target.dockerSocket);
    const { engine, apiVersion } = await inspectEngine(probe, target.dockerSocket, ports.clock, signal);
    steps.begin('engine', `Docker ${engine.version}`);
    const docker = dockerOver(control, target.dockerSocket, apiVersion);
    await watchEngine(docker, control.signal, gone);
    signal.throwIfAborted();
    steps.done(`Docker ${engine.version}, API ${apiVersion}`);

    const openBulk = async (): Promise<BulkConnection> => {
      // Asks nobody: a question about a server that is connected already would only confuse.
      const quiet: ConnectContext = { ...context, signal: control.signal, steps: silentSteps };
      const session = await connectSession(config, target, ports, quiet, control.hostKey);
      return { session, docker: dockerOver(session, target.dockerSocket, apiVersion) };
    };
    const bulk = createBulkPipe(openBulk, control.signal);
    return {
      hostId: config.id,
      methods: { docker: 'stream-local', tcp: 'ssh-forward', exec: 'ssh-exec' },
      engine,
      signal: control.signal,
      docker,
      bulkDocker: async (wanted) => (await bulk.open(wanted)).docker,
      async dial(to, wanted) {
        try {
          return await control.openTcp(to.host, to.port, wanted);
        } catch (error) {
          wanted.throwIfAborted();
          throw dialError(error, to);
        }
      },
      exec,
      close: (reason) => control.close(reason),
    };
  } catch (error) {
    const failure = signal.aborted
      ? error
      : await explainDockerFailure(error, target.dockerSocket, exec, signal);
    control.close(failure instanceof RondaError ? failure : new RondaError('common.cancelled'));
    throw failure;
  }
}
