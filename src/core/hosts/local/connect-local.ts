import { Agent } from 'node:http';
import { userInfo } from 'node:os';
import type { z } from 'zod';
import type { LocalTarget } from '../../../shared/domain/host.ts';
import type { ConnectContext, ConnectPorts, OwnedConnection } from '../connect-ports.ts';
import { createDirectDial } from '../dial-directly.ts';
import { openEngineConnection } from '../docker/engine-connection.ts';
import { presentSockets, socketCandidates } from './default-socket.ts';
import { explainLocalFailure } from './local-docker-error.ts';
import { childEnvironment, createLocalBulkExec, createLocalExec } from './local-exec.ts';

async function chooseSocket(target: z.infer<typeof LocalTarget>, ports: ConnectPorts): Promise<string> {
  if (target.socketPath !== undefined) return target.socketPath;
  const candidates = socketCandidates(ports.platform, ports.userHome, ports.env.XDG_RUNTIME_DIR);
  const [present] = await presentSockets(candidates);
  return present ?? candidates[0] ?? '/var/run/docker.sock';
}

/**
 * This computer's own Docker.
 * @throws RondaError `hosts.docker-*`
 */
export async function connectLocal(
  hostId: string,
  target: z.infer<typeof LocalTarget>,
  ports: ConnectPorts,
  context: ConnectContext,
): Promise<OwnedConnection> {
  const socketPath = await chooseSocket(target, ports);
  const isPipe = /^[\\/]{2}\.[\\/]pipe[\\/]/.test(socketPath);
  context.steps.begin('docker', socketPath);
  return openEngineConnection(
    hostId,
    {
      control: new Agent({ keepAlive: true, maxFreeSockets: 4 }),
      bulk: new Agent({ keepAlive: true, maxFreeSockets: 1 }),
      where: socketPath,
      methods: { docker: isPipe ? 'named-pipe' : 'socket', tcp: 'direct', exec: 'child-process' },
      dial: (alive) => createDirectDial(alive),
      exec: (alive) => createLocalExec(childEnvironment(ports.env, socketPath), alive),
      bulkExec: (alive) => createLocalBulkExec(childEnvironment(ports.env, socketPath), alive),
      explain: (error) => explainLocalFailure(error, socketPath, userInfo().username),
    },
    ports,
    context,
  );
}
