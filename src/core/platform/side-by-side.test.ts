import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';

test('every item once, never more at a time than asked for', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await sideBySide([1, 2, 3, 4, 5], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await sleep(5);
    running -= 1;
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('a failure is told when the others have ended, and nothing more is begun', async () => {
  const ended: number[] = [];
  await expect(
    sideBySide([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('no');
      await sleep(20);
      ended.push(item);
    }),
  ).rejects.toThrow('no');
  expect(ended).toEqual([2]);
});
