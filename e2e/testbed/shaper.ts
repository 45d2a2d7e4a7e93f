import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createShaperLink } from './shaper-link.ts';

/** The line between the two ends. The rate counts TCP payload, each direction for itself; `null` is no limit. */
export interface LineSettings {
  rateBitsPerSecond?: number | null;
  oneWayDelayMs?: number;
}

export interface ShaperOptions extends LineSettings {
  target: { host: string; port: number };
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  port?: number;
}

export interface Shaper {
  readonly port: number;
  /** Bytes delivered: `up` from client to target, `down` back. */
  readonly bytes: { readonly up: number; readonly down: number };
  readonly openConnections: number;
  /** Changes the line for what is sent from now on, on open connections too. */
  set(line: LineSettings): void;
  /** Resets every open connection on both sides; new ones are accepted. */
  drop(): void;
  /** Like `drop`, and every new connection is reset too, until `resume`. */
  cut(): void;
  /** Nothing passes in either direction, closings included, and nothing closes, until `resume`. */
  stall(): void;
  /** Ends a cut or a stall; what was held is delivered. */
  resume(): void;
  stop(): Promise<void>;
}

/**
 * A TCP line with a rate, a delay and faults, on 127.0.0.1. The rate of a direction is shared by all connections
 * in fair turns. A new connection waits for the handshake's round trip before anything passes. Buffers are
 * bounded: a full one pauses its source. (What the kernel's own socket buffers took is beyond the shaper.)
 */
export async function startShaper(options: ShaperOptions): Promise<Shaper> {
  let delayMs = options.oneWayDelayMs ?? 0;
  const rate = options.rateBitsPerSecond ?? null;
  const up = createShaperLink(rate, delayMs);
  const down = createShaperLink(rate, delayMs);
  const sockets = new Set<Socket>();
  const handshakes = new Set<NodeJS.Timeout>();
  let acceptedWhileStalled: Socket[] = [];
  let state: 'open' | 'cut' | 'stalled' = 'open';

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
    track(client);
    if (state === 'cut') client.resetAndDestroy();
    else if (state === 'stalled') acceptedWhileStalled.push(client);
    else shakeHands(client);
  });

  function track(socket: Socket): void {
    sockets.add(socket);
    // An error is always followed by 'close', which is what the line carries on to the other side.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  }

  function shakeHands(client: Socket): void {
    if (delayMs === 0) {
      open(client);
      return;
    }
    // SYN there, SYN-ACK back; the ACK and the first bytes then travel with the link's own delay.
    const timer = setTimeout(() => {
      handshakes.delete(timer);
      if (state === 'stalled') acceptedWhileStalled.push(client);
      else open(client);
    }, delayMs * 2);
    handshakes.add(timer);
  }

  function open(client: Socket): void {
    if (client.destroyed) return;
    const target = connect({ ...options.target, allowHalfOpen: true, noDelay: true });
    track(target);
    up.carry(client, target);
    down.carry(target, client);
    client.resume();
  }

  function drop(): void {
    for (const timer of handshakes) clearTimeout(timer);
    handshakes.clear();
    acceptedWhileStalled = [];
    up.clear();
    down.clear();
    for (const socket of sockets) socket.resetAndDestroy();
  }

  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    port,
    get bytes() {
      return { up: up.delivered(), down: down.delivered() };
    },
    get openConnections() {
      return sockets.size;
    },
    set(line) {
      delayMs = line.oneWayDelayMs ?? delayMs;
      up.set(line);
      down.set(line);
    },
    drop,
    cut() {
      state = 'cut';
      drop();
    },
    stall() {
      state = 'stalled';
      up.stall();
      down.stall();
    },
    resume() {
      state = 'open';
      up.resume();
      down.resume();
      const waiting = acceptedWhileStalled;
      acceptedWhileStalled = [];
      for (const client of waiting) shakeHands(client);
    },
    async stop() {
      drop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
