import { expect, test } from 'vitest';
import { NEWEST_API, negotiateApi, OLDEST_API } from './api-range.ts';

test.each([
  ['Docker 20.10', '1.12', '1.41', '1.41'],
  ['Docker 24', '1.12', '1.43', '1.43'],
  ['a daemon far newer than Ronda', '1.44', '1.99', NEWEST_API],
  ['a daemon that begins where Ronda ends', NEWEST_API, '2.0', NEWEST_API],
  ['Docker 19.03', '1.12', '1.40', null],
  ['1.9, which is older than 1.41', '1.1', '1.9', null],
  ['a daemon that has dropped all that Ronda speaks', '1.90', '1.99', null],
])('with %s (%s to %s) %s is spoken', (_name, oldest, newest, spoken) => {
  expect(negotiateApi({ oldest, newest })).toBe(spoken);
  expect(OLDEST_API).toBe('1.41');
});
