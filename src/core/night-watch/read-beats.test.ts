import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseProfile } from '../profile/parse-profile.ts';
import { readBeats } from './read-beats.ts';
import { createToldTimes } from './told-times.ts';

const yaml = readFileSync(new URL('../../../resources/profiles/prisma-rt04.yaml', import.meta.url), 'utf8');
const profile = parseProfile(yaml, 'prisma-rt04.yaml');
const now = 1_800_000_100_000;
const read = (text: string, skewMs = 0) => readBeats(text, { hostId: 'rt', profile, skewMs, now });
const good = '1800000000\tgateway\thealth\tfail\tdown\t12\tstatus\t500';

test('a beat of the night watch is one of ours, by our clock, and says who saw it', () => {
  expect(read(good, -2000)).toMatchObject([
    {
      at: 1_799_999_998_000,
      serviceId: 'gateway',
      outcome: 'fail',
      status: 'down',
      latencyMs: 12,
      everyMs: 60_000,
      source: 'night-watch',
      cause: { code: 'night-watch.seen', params: { detail: 'status 500' } },
    },
  ]);
  expect(read('1800000000\tgateway\thealth\tok\tup\t-\tstatus\t200')[0]).not.toHaveProperty('cause');
});

test.each([
  ['half a line', '1800000000\tgateway\thea'],
  ['a check that is not in the profile', good.replace('health', 'other')],
  ['a status that is none', good.replace('down', '__proto__')],
  ['an outcome that is none', good.replace('fail', 'constructor')],
  ['a time that is none', good.replace('1800000000', '18e8')],
  ['a time to come', good.replace('1800000000', '1800000200')],
  ['binary', '\u0000\u0001\u0002'],
])('%s is passed over', (_what, line) => {
  expect(read(`${line}\n${good}\n`)).toHaveLength(1);
});

test('what a service said is masked and made harmless before it is kept', () => {
  const [beat] = read(`${good}\u001b[2J 0812-3456-7890 <b>`);
  expect(beat?.message).not.toMatch(/\u001b|3456-7890/);
});

test('what was told at night is told once, for as long as it was told and no longer', () => {
  const told = createToldTimes();
  const report = { told: [{ serviceId: 'gateway', at: 1000, severity: 'P2' }] };
  expect(told.take('rt', report, 500, 2_000_000)).toEqual([{ serviceId: 'gateway', at: 1_000_500 }]);
  expect(told.take('rt', report, 700, 2_030_000)).toEqual([]);
  expect(told.covers('rt', 'gateway', 1_000_500)).toBe(true);
  expect(told.covers('rt', 'gateway', 999_000)).toBe(false);
  expect(told.covers('other', 'gateway', 1_500_000)).toBe(false);
  told.take('rt', { told: [] }, 500, 2_060_000);
  expect(told.covers('rt', 'gateway', 2_050_000)).toBe(true);
  expect(told.covers('rt', 'gateway', 2_070_000)).toBe(false);
});
