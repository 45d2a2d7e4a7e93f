import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP server on 127.0.0.1 for the testbed's own tests. */
export interface TcpFixture {
  port: number;
  /** Sockets accepted so far. */
  accepted: Socket[];
  stop(): Promise<void>;
}

export async function startTcpServer(onConnection: (socket: Socket) => void): Promise<TcpFixture> {
  const accepted: Socket[] = [];
  const server = createServer((socket) => {
    accepted.push(socket);
    // The tests watch 'close'; a reset is one of the things they provoke.
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    accepted,
    async stop() {
      for (const socket of accepted) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export async function openClient(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Milliseconds until `socket` has received `size` bytes in all; rejects when it closes before. */
export function receive(socket: Socket, size: number): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received >= size) resolve(performance.now() - started);
    });
    socket.once('close', () => reject(new Error(`closed after ${received} of ${size} bytes`)));
  });
}

/** Resolves when `socket` is closed, by a reset too: `events.once` would reject on that. */
export function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}
