import { expect, test } from 'vitest';
import { Duration } from '../../../../shared/domain/profile.ts';
import { writtenDuration } from './written-duration.ts';

test.each([
  [300_000, '5m'],
  [90_000, '90s'],
  [3_600_000, '1h'],
  [604_800_000, '1w'],
  [1500, '1500ms'],
])('%i ms is written %s, and read back the same', (ms, text) => {
  expect(writtenDuration(ms)).toBe(text);
  expect(Duration.parse(text)).toBe(ms);
});
