import { expect, test } from 'vitest';
import { createProgressLine, progressText } from './progress.ts';

const half = {
  phase: 'copy',
  doneBytes: 41_200_000,
  totalBytes: 82_400_000,
  bytesPerSecond: 12_000_000,
  remainingMs: 3400,
};
const empty = { doneBytes: null, totalBytes: null, bytesPerSecond: null, remainingMs: null };

test('amount, share, rate and time left are told', () => {
  expect(progressText(half)).toBe('copy  41.2 MB / 82.4 MB (50 %)  12.0 MB/s  −3.4 s');
  expect(progressText({ phase: 'integrity', ...empty })).toBe('integrity');
});

test('nothing is drawn into a pipe', () => {
  const written: string[] = [];
  const line = createProgressLine({ write: (text) => written.push(text) });
  line.show(half);
  line.clear();
  expect(written).toEqual([]);
});

test('a terminal gets at most ten drawings a second, and every new phase at once', () => {
  const written: string[] = [];
  let now = 0;
  const line = createProgressLine({ isTTY: true, write: (text) => written.push(text) }, () => now);
  for (now = 0; now < 100; now += 10) line.show(half);
  expect(written).toHaveLength(1);
  line.show({ phase: 'integrity', ...empty });
  expect(written).toHaveLength(2);
  line.clear();
  expect(written.at(-1)).toBe('\r\u001b[K');
});
