import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PacedLine } from './paced-line.ts';

let server: Server;
let far: Promise<Socket>;
beforeEach(async () => {
  server = createServer();
  far = once(server, 'connection').then(([socket]) => socket as Socket);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => server.close());

const open = (pace: () => number | null): PacedLine =>
  new PacedLine(connect((server.address() as AddressInfo).port, '127.0.0.1'), pace);

const million = Buffer.alloc(1_000_000, 'x');

async function msToRead(line: PacedLine): Promise<number> {
  const from = performance.now();
  (await far).end(million);
  let length = 0;
  for await (const chunk of line) length += (chunk as Buffer).length;
  expect(length).toBe(million.length);
  return performance.now() - from;
}

test('what comes is taken no faster than the pace, and all of it', async () => {
  const ms = await msToRead(open(() => 2_000_000));
  expect(ms).toBeGreaterThan(350);
  expect(ms).toBeLessThan(5000);
});

test('what is sent goes no faster than the pace', async () => {
  const line = open(() => 2_000_000);
  const socket = await far;
  socket.resume();
  const from = performance.now();
  for (let at = 0; at < million.length; at += 50_000) line.write(million.subarray(at, at + 50_000));
  line.end();
  await finished(socket, { writable: false });
  expect(performance.now() - from).toBeGreaterThan(350);
});

test('without a pace it is as fast as the line, and a pace that is set later holds', async () => {
  let pace: number | null = null;
  const line = open(() => pace);
  expect((await far).write('x')).toBe(true);
  await once(line, 'readable');
  line.read();
  pace = 2_000_000;
  expect(await msToRead(line)).toBeGreaterThan(350);
});

test('an end and an error of the line are those of the paced one', async () => {
  const line = open(() => null);
  (await far).resetAndDestroy();
  await expect(finished(line.resume())).rejects.toThrow();
  expect(line.destroyed).toBe(true);
});
