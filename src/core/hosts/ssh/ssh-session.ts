import type { Duplex } from 'node:stream';
import { anySignal } from 'any-signal';
import type { Client, ClientChannel } from 'ssh2';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { ChannelSocket } from './channel-socket.ts';
import { endProgram } from './close-channel.ts';
import type { HostKey } from './host-key.ts';

/** An authenticated SSH connection to a server whose key was verified. */
export interface SshSession {
  readonly hostKey: HostKey;
  /** Aborted with a RondaError when the connection is lost or closed. */
  readonly signal: AbortSignal;
  /** Rejects with ssh2's own error when the server refuses the channel, with a RondaError when the link is gone. */
  openStreamLocal(path: string, signal: AbortSignal): Promise<ChannelSocket>;
  openTcp(host: string, port: number, signal: AbortSignal): Promise<ChannelSocket>;
  openExec(command: string, signal: AbortSignal): Promise<ClientChannel>;
  /** @param reason what everything that still runs over it fails with */
  close(reason: RondaError): void;
}

const CLOSE_GRACE_MS = 1_000;

/** Wraps a client that has just become ready. */
export function createSshSession(
  client: Client,
  socket: Duplex,
  hostKey: HostKey,
  address: string,
): SshSession {
  const lost = new AbortController();
  const sockets = new Set<ChannelSocket>();
  let lastError: unknown;

  function end(reason: RondaError): void {
    if (lost.signal.aborted) return;
    lost.abort(reason);
    // Before ssh2 ends its channels: a stream cut in the middle has to fail, not to look complete.
    for (const channel of sockets) channel.destroy(reason);
  }
  client.on('error', (error) => {
    lastError = error;
  });
  client.on('close', () => {
    const detail = lastError === undefined ? 'the server closed it' : plainDetail(lastError);
    end(new RondaError('hosts.connection-lost', { address, detail }, { cause: lastError }));
  });

  function open<T extends { close?(): unknown }>(
    start: (callback: (error: Error | undefined, channel: T) => void) => void,
    discard: (channel: T) => void,
    signal: AbortSignal,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = anySignal([signal, lost.signal]);
      if (stop.aborted) return reject(stop.reason);
      let settled = false;
      const onAbort = (): void => {
        settled = true;
        reject(stop.reason);
      };
      stop.addEventListener('abort', onAbort, { once: true });
      start((error, channel) => {
        stop.removeEventListener('abort', onAbort);
        stop.clear();
        // Nobody waits any more: the channel that came late must not stay open.
        if (settled) return error ? undefined : discard(channel);
        if (error) reject(error);
        else resolve(channel);
      });
    });
  }

  async function openSocket(
    start: (callback: (error: Error | undefined, channel: ClientChannel) => void) => void,
    signal: AbortSignal,
  ): Promise<ChannelSocket> {
    const channel = await open(start, (late: ClientChannel) => new ChannelSocket(late).destroy(), signal);
    const wrapped = new ChannelSocket(channel);
    sockets.add(wrapped);
    wrapped.once('close', () => sockets.delete(wrapped));
    return wrapped;
  }

  return {
    hostKey,
    signal: lost.signal,
    openStreamLocal: (path, signal) =>
      openSocket((callback) => client.openssh_forwardOutStreamLocal(path, callback), signal),
    openTcp: (host, port, signal) =>
      openSocket((callback) => client.forwardOut('127.0.0.1', 0, host, port, callback), signal),
    openExec: (command, signal) => open((callback) => client.exec(command, callback), endProgram, signal),
    close(reason) {
      end(reason);
      client.end();
      // A dead link never answers the goodbye.
      setTimeout(() => socket.destroy(), CLOSE_GRACE_MS).unref();
    },
  };
}
