import { expect, it } from 'vitest';
import { formatOf } from './format.ts';

const hour = 3_600_000;

it('writes the two largest units of a duration, and never a unit that is zero', () => {
  const { duration, roughDuration } = formatOf('en');
  expect(duration(26 * hour + 61_000)).toBe('1d 2h');
  expect(duration(24 * hour + 61_000)).toBe('1d');
  expect(duration(400)).toBe('0s');
  expect(roughDuration(26 * hour)).toBe('1d');
});

it('writes numbers, sizes and times the way each language does', () => {
  expect(formatOf('id').number(15_826)).toBe('15.826');
  expect(formatOf('en').number(15_826)).toBe('15,826');
  expect(formatOf('id').bytes(1536)).toBe('1,5 kB');
  expect(formatOf('en').bytes(256 * 1024 ** 2)).toBe('256 MB');
  expect(formatOf('id').ago(0, 2 * hour)).toBe('2 jam yang lalu');
  expect(formatOf('en').bytes(0)).toMatch(/^0/);
});
