import { expect, test, vi } from 'vitest';
import type { LogLine } from '../../../shared/domain/log.ts';
import { createLogBuffer } from './log-buffer.ts';

function lines(from: number, count: number): LogLine[] {
  return Array.from({ length: count }, (_, index) => ({
    seq: from + index,
    at: null,
    stream: 'stdout',
    level: (from + index) % 10 === 0 ? 'error' : 'info',
    text: `line ${from + index}`,
    truncatedBytes: 0,
  }));
}

function setUp(limit = 100) {
  const frames: (() => void)[] = [];
  const buffer = createLogBuffer({ limit, schedule: (task) => frames.push(task) });
  const frame = (): number => {
    const due = frames.splice(0);
    for (const task of due) task();
    return due.length;
  };
  return { buffer, frame };
}

test('a hundred batches make one notice a frame', () => {
  const { buffer, frame } = setUp();
  const seen = vi.fn();
  buffer.subscribe(seen);
  for (let batch = 0; batch < 10; batch += 1) buffer.append(lines(batch * 5, 5));
  expect(seen).not.toHaveBeenCalled();
  frame();
  expect(seen).toHaveBeenCalledTimes(1);
  expect(buffer.view()).toMatchObject({ total: 50, shown: 50, dropped: 0 });
});

test('the oldest lines make room, and are counted', () => {
  const { buffer, frame } = setUp(100);
  for (let batch = 0; batch < 33; batch += 1) buffer.append(lines(batch * 10, 10));
  buffer.noteDropped(7);
  frame();
  expect(buffer.view()).toMatchObject({
    total: 100,
    shown: 100,
    dropped: 237,
    arrived: 330,
    scrolledOut: 230,
  });
  expect(buffer.at(0)?.plain).toBe('line 230');
  expect(buffer.at(99)?.plain).toBe('line 329');
  expect(buffer.at(100)).toBeUndefined();
});

test('an entry keeps its key while older ones fall out', () => {
  const { buffer, frame } = setUp(100);
  buffer.append(lines(0, 100));
  const key = buffer.keyAt(60);
  buffer.append(lines(100, 50));
  frame();
  expect(buffer.at(10)?.plain).toBe('line 60');
  expect(buffer.keyAt(10)).toBe(key);
});

test('a filter holds for the lines that are there and for those that come', () => {
  const { buffer, frame } = setUp(100);
  buffer.append(lines(0, 50));
  frame();
  buffer.filter((line) => line.level === 'error');
  frame();
  expect(buffer.view()).toMatchObject({ total: 50, shown: 5 });
  buffer.append(lines(50, 150));
  frame();
  expect(buffer.view()).toMatchObject({ total: 100, shown: 10, scrolledOut: 10 });
  expect(buffer.at(0)?.plain).toBe('line 100');
});

test('lines that arrive while a long filter runs are neither lost nor doubled', () => {
  const { buffer, frame } = setUp(100_000);
  buffer.append(lines(0, 60_000));
  frame();
  let clock = 0;
  // Every look at the clock finds the budget used up: one slice a frame.
  const now = vi.spyOn(performance, 'now').mockImplementation(() => {
    clock += 100;
    return clock;
  });
  buffer.filter((line) => line.level === 'error');
  frame();
  expect(buffer.view().shown).toBe(60_000);
  buffer.append(lines(60_000, 1000));
  while (frame() > 0);
  now.mockRestore();
  expect(buffer.view()).toMatchObject({ total: 61_000, shown: 6100 });
  expect(new Set(Array.from({ length: 6100 }, (_, index) => buffer.keyAt(index))).size).toBe(6100);
});

test('a cleared view is empty and goes on with what comes', () => {
  const { buffer, frame } = setUp();
  buffer.append(lines(0, 20));
  buffer.clear();
  buffer.append(lines(20, 3));
  frame();
  expect(buffer.view()).toMatchObject({ total: 3, shown: 3, dropped: 0 });
  expect(buffer.at(0)?.plain).toBe('line 20');
});

test('fifty thousand lines are taken in at once', () => {
  const { buffer, frame } = setUp(100_000);
  const all = lines(0, 50_000);
  const before = performance.now();
  for (let at = 0; at < all.length; at += 500) buffer.append(all.slice(at, at + 500));
  frame();
  expect(performance.now() - before).toBeLessThan(5000);
  expect(buffer.view().shown).toBe(50_000);
});
