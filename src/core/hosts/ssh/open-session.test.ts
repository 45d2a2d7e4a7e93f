import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createManualClock } from '../../platform/manual-clock.ts';
import { dialServer } from './dial-server.ts';
import { openSession, type SessionRequest } from './open-session.ts';

let server: Server;
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const clock = createManualClock();
let dialled = Promise.withResolvers<Socket>();
function request(port: number, address = '127.0.0.1'): SessionRequest {
  dialled = Promise.withResolvers();
  return {
    server: { address, port },
    dial: async (signal) => {
      const socket = await dialServer({ address, port }, clock, signal);
      dialled.resolve(socket);
      return socket;
    },
    recordedKeyTypes: [],
    acceptHostKey: () => false,
    methods: null,
    onVerified: () => undefined,
    isAsking: () => false,
    steps: { begin: () => undefined, done: () => undefined },
    clock,
  };
}
const never = new AbortController().signal;

test('a port that accepts and says nothing is given up after ten seconds, and that is said', async () => {
  const port = await listen(() => undefined);
  const opening = openSession(request(port), never);
  const failed = expect(opening).rejects.toMatchObject({
    code: 'hosts.no-banner',
    params: { address: `127.0.0.1:${port}`, seconds: 10 },
  });
  await once(server, 'connection');
  // The client learns of its own connection a moment after the server does.
  await dialled.promise;
  await clock.advance(10_000);
  await failed;
});

test('a server that drips a greeting for ever is given up too', async () => {
  const port = await listen((socket) => void socket.write('wait a moment\r\n'));
  const opening = openSession(request(port), never);
  const failed = expect(opening).rejects.toMatchObject({ code: 'hosts.handshake-failed' });
  await once(server, 'connection');
  const socket = await dialled.promise;
  await expect.poll(() => socket.bytesRead).toBeGreaterThan(0);
  await clock.advance(60_000);
  await failed;
});

test('something that is no SSH server is named so', async () => {
  const port = await listen((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await expect(openSession(request(port), never)).rejects.toMatchObject({ code: 'hosts.handshake-failed' });
});

test('a closed port and an unknown name are told apart', async () => {
  const port = await listen(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  await expect(openSession(request(port), never)).rejects.toMatchObject({ code: 'hosts.port-closed' });
  const nowhere = request(22, 'tidak-ada.invalid');
  await expect(openSession(nowhere, never)).rejects.toMatchObject({ code: 'hosts.name-unknown' });
});

test('giving up ends the waiting at once', async () => {
  const port = await listen(() => undefined);
  const stop = new AbortController();
  const opening = openSession(request(port), stop.signal);
  setTimeout(() => stop.abort(new Error('given up')), 30);
  await expect(opening).rejects.toThrow('given up');
});
