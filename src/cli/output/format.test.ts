import { expect, test } from 'vitest';
import { formatBytes, formatDuration, formatInstant } from './format.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [41_234_000, '41.2 MB'],
  [1_100_000_000, '1.1 GB'],
])('%d bytes read as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [850, '850 ms'],
  [12_300, '12.3 s'],
  [250_000, '4 m 10 s'],
  [7_500_000, '2 h 5 m'],
])('%d ms read as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test('a moment is shown in local time and its absence as a dash', () => {
  expect(formatInstant(new Date(2026, 10, 3, 2, 0, 5).getTime())).toBe('2026-11-03 02:00:05');
  expect(formatInstant(null)).toBe('–');
});
