import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import type { TcpTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectPorts, OwnedConnection } from '../connect-ports.ts';
import { withDeadline } from '../deadline.ts';
import { createDirectDial } from '../dial-directly.ts';
import { openEngineConnection } from '../docker/engine-connection.ts';
import { type Certificates, readCertificates } from './certificates.ts';
import { explainTcpFailure } from './explain-tcp-failure.ts';

const REACH_TIMEOUT_MS = 15_000;

/** Names of the computer itself; on it, nobody else listens to plain text. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A connection's sockets, with or without TLS, for Node's HTTP client. */
class SocketAgent extends Agent {
  readonly #open: () => Socket;

  constructor(open: () => Socket, idleSockets: number) {
    super({ keepAlive: true, maxFreeSockets: idleSockets });
    this.#open = open;
  }

  override createConnection(): Socket {
    return this.#open();
  }
}

/**
 * An engine's TCP port. Docker lets whoever reaches it be root there, so beyond this computer only TLS is spoken, and
 * the server's certificate and name are always verified.
 * @throws RondaError `hosts.docker-*`
 */
export async function connectTcp(
  hostId: string,
  target: TcpTarget,
  ports: ConnectPorts,
  context: ConnectContext,
): Promise<OwnedConnection> {
  const { address, port, certificates: folder } = target;
  const host = address.replace(/^\[|\]$/g, '');
  const where = `tcp://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  context.steps.begin('reach', where);
  if (folder === undefined && !isLoopback(host)) {
    throw new RondaError('hosts.docker-plain-tcp', { socket: where });
  }
  const certificates = folder === undefined ? null : await readCertificates(folder);
  const open = (): Socket => openSocket(host, port, certificates);
  const explain = async (error: unknown): Promise<RondaError> =>
    explainTcpFailure(error, where, certificates !== null);
  try {
    context.steps.done(await reach(open, where, ports, context.signal));
  } catch (error) {
    throw context.signal.aborted ? error : await explain(error);
  }
  context.steps.begin('docker', where);
  return openEngineConnection(
    hostId,
    {
      control: new SocketAgent(open, 4),
      bulk: new SocketAgent(open, 1),
      where,
      methods: { docker: certificates ? 'tcp-tls' : 'plain-tcp', tcp: 'direct', exec: 'none' },
      // The server's own loopback is out of reach; what it publishes on all addresses is found at the engine's.
      dial: (alive) =>
        createDirectDial(alive, (asked) => (isLoopback(asked.host) ? { ...asked, host } : asked)),
      exec: () => noPrograms(where),
      bulkExec: () => noPrograms(where),
      explain,
    },
    ports,
    context,
  );
}

const noPrograms =
  (socket: string) =>
  async ([program]: readonly [string, ...string[]]): Promise<never> => {
    throw new RondaError('hosts.exec-not-there', { program, socket });
  };

function openSocket(host: string, port: number, certificates: Certificates | null): Socket {
  if (certificates === null) return connectPlain({ host, port, noDelay: true });
  return connectTls({
    host,
    port,
    ...certificates,
    // RFC 6066: a server name is never an address.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    minVersion: 'TLSv1.2',
  });
}

/** One connection made and ended, so that a wrong certificate is told before anything is asked. */
async function reach(
  open: () => Socket,
  where: string,
  { clock }: ConnectPorts,
  signal: AbortSignal,
): Promise<string> {
  const socket = open();
  try {
    const ready = once(socket, socket instanceof TLSSocket ? 'secureConnect' : 'connect', { signal });
    await withDeadline(ready, { clock, ms: REACH_TIMEOUT_MS, signal }, () => {
      const detail = `no answer for ${REACH_TIMEOUT_MS / 1000} s`;
      return new RondaError('hosts.docker-tcp-unreachable', { socket: where, detail });
    });
    return socket instanceof TLSSocket ? `${where}, ${socket.getProtocol() ?? 'TLS'}` : where;
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}
