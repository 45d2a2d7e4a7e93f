import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import type { z } from 'zod';
import type { LocalTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectPorts, OwnedConnection } from '../connect-host.ts';
import { dialError } from '../dial-error.ts';
import { createDocker } from '../docker/create-docker.ts';
import { inspectEngine } from '../docker/inspect-engine.ts';
import { watchEngine } from '../docker/watch-engine.ts';
import type { HostConnection } from '../host-connection.ts';
import { presentSockets, socketCandidates } from './default-socket.ts';
import { explainLocalFailure } from './local-docker-error.ts';
import { childEnvironment, createLocalExec } from './local-exec.ts';

async function chooseSocket(target: z.infer<typeof LocalTarget>, ports: ConnectPorts): Promise<string> {
  if (target.socketPath !== undefined) return target.socketPath;
  const candidates = socketCandidates(ports.platform, ports.userHome, ports.env.XDG_RUNTIME_DIR);
  const [present] = await presentSockets(candidates);
  return present ?? candidates[0] ?? '/var/run/docker.sock';
}

/**
 * This computer's own Docker. An engine that stops ends the connection; there is no other link that could break.
 * @throws RondaError `hosts.docker-*`
 */
export async function connectLocal(
  hostId: string,
  target: z.infer<typeof LocalTarget>,
  ports: ConnectPorts,
  { signal, steps }: ConnectContext,
): Promise<OwnedConnection> {
  const socketPath = await chooseSocket(target, ports);
  const isPipe = /^[\\/]{2}\.[\\/]pipe[\\/]/.test(socketPath);
  steps.begin('docker', socketPath);
  const controlAgent = new Agent({ keepAlive: true, maxFreeSockets: 4 });
  const bulkAgent = new Agent({ keepAlive: true, maxFreeSockets: 1 });
  const lost = new AbortController();
  const sockets = new Set<Socket>();

  function close(reason: RondaError): void {
    if (lost.signal.aborted) return;
    lost.abort(reason);
    controlAgent.destroy();
    bulkAgent.destroy();
    for (const socket of sockets) socket.destroy(reason);
  }

  try {
    const probe = createDocker(controlAgent, socketPath);
    const { engine, apiVersion } = await inspectEngine(probe, socketPath, ports.clock, signal);
    steps.begin('engine', `Docker ${engine.version}`);
    const docker = createDocker(controlAgent, socketPath, apiVersion);
    const bulk = createDocker(bulkAgent, socketPath, apiVersion);
    await watchEngine(docker, lost.signal, () =>
      close(new RondaError('hosts.docker-gone', { socket: socketPath })),
    );
    signal.throwIfAborted();
    steps.done(`Docker ${engine.version}, API ${apiVersion}`);
    return {
      hostId,
      methods: { docker: isPipe ? 'named-pipe' : 'socket', tcp: 'direct', exec: 'child-process' },
      engine,
      signal: lost.signal,
      docker,
      bulkDocker: async () => bulk,
      dial: (address, wanted) => dialDirectly(address, AbortSignal.any([wanted, lost.signal]), sockets),
      exec: createLocalExec(childEnvironment(ports.env, socketPath), lost.signal),
      close,
    };
  } catch (error) {
    const failure = signal.aborted
      ? error
      : await explainLocalFailure(error, socketPath, userInfo().username);
    close(failure instanceof RondaError ? failure : new RondaError('common.cancelled'));
    throw failure;
  }
}

function dialDirectly(
  target: Parameters<HostConnection['dial']>[0],
  signal: AbortSignal,
  sockets: Set<Socket>,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const socket = connect({ host: target.host, port: target.port, noDelay: true });
    const onAbort = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    const onError = (error: Error): void => {
      signal.removeEventListener('abort', onAbort);
      reject(dialError(error, target));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', onError);
    socket.once('close', () => sockets.delete(socket));
    socket.once('connect', () => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      sockets.add(socket);
      resolve(socket);
    });
  });
}
