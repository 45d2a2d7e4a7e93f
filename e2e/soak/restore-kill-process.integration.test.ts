import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestoreKillBed, startRestoreKillBed } from './restore-kill-bed.ts';

let bed: RestoreKillBed;
beforeAll(async () => {
  bed = await startRestoreKillBed();
});
afterAll(async () => {
  await bed?.stop();
});

test('a `ronda restore` killed -9 before the swap is undone by a start right after it', async () => {
  const { problems, content } = await bed.kill('stopped', 0);
  expect(problems).toEqual([]);
  expect(content).toBe('old');
});

test('a `ronda restore` killed -9 after the swap is finished by a start right after it', async () => {
  const { problems, content } = await bed.kill('swapped', 0);
  expect(problems).toEqual([]);
  expect(content).toBe('new');
});

test('a `ronda restore` killed -9 with the service stopped: one short command, and the service runs again', async () => {
  const { problems, content } = await bed.kill('stopped', 0, 'command');
  expect(problems).toEqual([]);
  expect(content).toBe('old');
});
