import { expect, test } from 'vitest';
import { createSessionSlots } from './session-slots.ts';

const never = new AbortController().signal;

test('no more run at once than there are slots, and each freed one goes to the next in line', async () => {
  const slots = createSessionSlots(2);
  const free = [await slots.take(never), await slots.take(never)];
  const order: number[] = [];
  const third = slots.take(never).then((release) => {
    order.push(3);
    return release;
  });
  const fourth = slots.take(never).then(() => order.push(4));
  await Promise.resolve();
  expect(order).toEqual([]);
  free[0]?.();
  free[0]?.();
  (await third)();
  await fourth;
  expect(order).toEqual([3, 4]);
});

test('a server that refuses one more lowers the limit to what it gave', async () => {
  const slots = createSessionSlots(6);
  const first = await slots.take(never);
  const refused = await slots.take(never);
  expect(slots.refused()).toBe(true);
  refused();
  let started = false;
  const waiting = slots.take(never).then(() => {
    started = true;
  });
  await Promise.resolve();
  expect(started).toBe(false);
  first();
  await waiting;
  expect(slots.refused(), 'alone and refused: waiting cannot help').toBe(false);
});

test('who gives up waiting takes no slot', async () => {
  const slots = createSessionSlots(1);
  const first = await slots.take(never);
  const stop = new AbortController();
  const waiting = slots.take(stop.signal);
  stop.abort(new Error('given up'));
  await expect(waiting).rejects.toThrow('given up');
  first();
  await slots.take(never);
});
