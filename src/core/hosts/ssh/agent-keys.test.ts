import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createManualClock } from '../../platform/manual-clock.ts';
import { listAgentKeys } from './agent-keys.ts';

const never = new AbortController().signal;
let dir = '';
let silent: Server;
let asking: Socket[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-keys-'));
  asking = [];
  silent = createServer((socket) => {
    socket.on('error', () => undefined);
    asking.push(socket.resume());
  });
  await new Promise<void>((resolve) => silent.listen(join(dir, 'agent.sock'), resolve));
});
afterEach(async () => {
  for (const socket of asking) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  await rm(dir, { recursive: true, force: true });
});

test('an agent that never answers is given up after five seconds, and not before', async () => {
  const clock = createManualClock();
  let ended = false;
  const listing = listAgentKeys(join(dir, 'agent.sock'), clock, never).finally(() => {
    ended = true;
  });
  const failed = expect(listing).rejects.toMatchObject({ code: 'hosts.agent-unreachable' });
  await expect.poll(() => asking.length).toBe(1);
  await clock.advance(4_999);
  expect(ended).toBe(false);
  await clock.advance(1);
  await failed;
});

test('a socket behind which nobody is left is known at once, without a wait', async () => {
  const listing = listAgentKeys(join(dir, 'nobody.sock'), createManualClock(), never);
  await expect(listing).rejects.toMatchObject({ code: 'hosts.agent-unreachable' });
});
