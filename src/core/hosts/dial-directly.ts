import { connect, type Socket } from 'node:net';
import { anySignal } from 'any-signal';
import { dialError } from './dial-error.ts';
import type { HostConnection } from './host-connection.ts';

type Address = Parameters<HostConnection['dial']>[0];

/**
 * `dial` from this computer. What was dialled ends with the connection.
 * @param at where an address leads from here; absent: it is taken as it is
 */
export function createDirectDial(
  alive: AbortSignal,
  at: (address: Address) => Address = (address) => address,
): HostConnection['dial'] {
  const sockets = new Set<Socket>();
  alive.addEventListener('abort', () => {
    for (const socket of sockets) socket.destroy(alive.reason);
  });
  return (asked, wanted) => {
    const signal = anySignal([wanted, alive]);
    const target = at(asked);
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const socket = connect({ host: target.host, port: target.port, noDelay: true });
      const onAbort = (): void => {
        socket.destroy();
        reject(signal.reason);
      };
      const onError = (error: Error): void => {
        signal.clear();
        reject(dialError(error, target));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      socket.once('error', onError);
      socket.once('close', () => sockets.delete(socket));
      socket.once('connect', () => {
        signal.clear();
        socket.off('error', onError);
        sockets.add(socket);
        resolve(socket);
      });
    });
  };
}
