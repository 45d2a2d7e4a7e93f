import { expect, test } from 'vitest';
import { RondaError } from '../../shared/errors.ts';
import { createMemoryRepositories } from '../backup/testing/memory-repositories.ts';

const key = { hostId: 'rt', serviceId: 'warga-service', checkId: 'health' };
const beat = (at: number) => ({
  at,
  outcome: 'ok' as const,
  status: 'up' as const,
  latencyMs: 1.5,
  message: '200',
});

test('beats come back as they were, oldest first, with their cause', async () => {
  const { heartbeats } = createMemoryRepositories();
  const cause = new RondaError('health.refused', { target: '127.0.0.1:4001' }).toShape();
  const failed = {
    at: 2,
    outcome: 'fail' as const,
    status: 'pending' as const,
    latencyMs: null,
    message: 'x',
    cause,
  };
  await heartbeats.add({ ...key, ...failed });
  await heartbeats.add({ ...key, ...beat(1) });
  await heartbeats.add({ ...key, hostId: 'other', ...beat(3) });
  expect(await heartbeats.history(key, 0)).toEqual([beat(1), failed]);
  expect(await heartbeats.history(key, 2)).toEqual([failed]);
});

test('a tile gets the newest of each check', async () => {
  const { heartbeats } = createMemoryRepositories();
  for (let at = 0; at < 100; at++) await heartbeats.add({ ...key, ...beat(at) });
  await heartbeats.add({ ...key, checkId: 'docker', ...beat(7) });
  const newest = await heartbeats.newest('rt', 40);
  expect(newest.find(({ checkId }) => checkId === 'health')?.beats.map(({ at }) => at)).toEqual(
    Array.from({ length: 40 }, (_, index) => 60 + index),
  );
  expect(newest.find(({ checkId }) => checkId === 'docker')?.beats).toEqual([beat(7)]);
});

test('pruning removes what is older and nothing else', async () => {
  const { heartbeats } = createMemoryRepositories();
  for (const at of [10, 20, 30]) await heartbeats.add({ ...key, ...beat(at) });
  expect(await heartbeats.pruneBefore(20)).toBe(1);
  expect((await heartbeats.history(key, 0)).map(({ at }) => at)).toEqual([20, 30]);
});

test('what the night watch saw fills the gap, never a time that the console watched itself, and once only', async () => {
  const { heartbeats } = createMemoryRepositories();
  for (const at of [100, 110, 120, 200, 210]) await heartbeats.add({ ...key, ...beat(at) });
  const seen = [95, 115, 128, 140, 150, 160, 195, 205].map((at) => ({
    ...key,
    ...beat(at),
    source: 'night-watch' as const,
    everyMs: 10,
  }));
  expect((await heartbeats.fillGaps(seen)).map(({ at }) => at)).toEqual([140, 150, 160]);
  expect(await heartbeats.fillGaps(seen)).toEqual([]);
  const history = await heartbeats.history(key, 0);
  expect(history.map(({ at, source }) => (source ? -at : at))).toEqual([
    100, 110, 120, -140, -150, -160, 200, 210,
  ]);
});
