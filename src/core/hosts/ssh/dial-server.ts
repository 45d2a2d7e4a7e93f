import { connect, type Socket } from 'node:net';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import { withDeadline } from '../deadline.ts';
import type { ServerName } from './known-hosts.ts';

const CONNECT_TIMEOUT_MS = 10_000;

export function addressText({ address, port }: ServerName): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * Opens the TCP connection below an SSH connection.
 * @throws RondaError `hosts.name-unknown`, `hosts.port-closed` or `hosts.unreachable`
 */
export async function dialServer(server: ServerName, clock: Clock, signal: AbortSignal): Promise<Socket> {
  const address = addressText(server);
  const host = server.address.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: server.port });
  // Nagle's algorithm beside SSH's small packets costs two thirds of the throughput at random.
  socket.setNoDelay(true);
  try {
    await withDeadline(
      new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
      }),
      { clock, ms: CONNECT_TIMEOUT_MS, signal },
      () => new Error(`no answer for ${CONNECT_TIMEOUT_MS / 1000} s`),
    );
    return socket;
  } catch (error) {
    // A late error of a socket that nobody wants any more must not end the process.
    socket.on('error', () => undefined);
    socket.destroy();
    if (signal.aborted) throw error;
    const code = systemCode(error);
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw new RondaError('hosts.name-unknown', { address: server.address }, { cause: error });
    }
    if (code === 'ECONNREFUSED') throw new RondaError('hosts.port-closed', { address }, { cause: error });
    throw new RondaError('hosts.unreachable', { address, detail: plainDetail(error) }, { cause: error });
  }
}
