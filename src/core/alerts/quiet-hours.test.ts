import { expect, test } from 'vitest';
import { quietUntil } from './quiet-hours.ts';

const config = (from: string, to: string, timeZone: string | null = 'Asia/Jakarta', enabled = true) => ({
  quietHours: { enabled, from, to },
  timeZone,
});
const at = (text: string): number => Date.parse(text);

test.each([
  ['in the evening', '2026-11-24T22:30:00+07:00', '2026-11-25T06:00:00+07:00'],
  ['after midnight', '2026-11-25T03:59:59+07:00', '2026-11-25T06:00:00+07:00'],
  ['in the first minute', '2026-11-24T22:00:00+07:00', '2026-11-25T06:00:00+07:00'],
])('%s it is quiet until the morning', (_name, now, until) => {
  expect(quietUntil(config('22:00', '06:00'), at(now))).toBe(at(until));
});

test.each(['2026-11-24T06:00:00+07:00', '2026-11-24T21:59:59+07:00'])('at %s it is not quiet', (now) => {
  expect(quietUntil(config('22:00', '06:00'), at(now))).toBeNull();
});

test('the time zone counts, not that of the laptop', () => {
  const now = at('2026-11-24T16:00:00Z');
  expect(quietUntil(config('22:00', '06:00', 'Asia/Jakarta'), now)).toBe(at('2026-11-24T23:00:00Z'));
  expect(quietUntil(config('22:00', '06:00', 'Europe/London'), now)).toBeNull();
});

test.each([
  ['put back', '2026-10-25T00:30:00+02:00', '2026-10-25T06:00:00+01:00'],
  ['put forward', '2026-03-29T00:30:00+01:00', '2026-03-29T06:00:00+02:00'],
])('in a night in which clocks are %s it ends by the clock on the wall', (_name, now, until) => {
  expect(quietUntil(config('22:00', '06:00', 'Europe/Berlin'), at(now))).toBe(at(until));
});

test('the same time twice is no quiet hours, and switched off is off', () => {
  expect(quietUntil(config('22:00', '22:00'), at('2026-11-24T22:00:00+07:00'))).toBeNull();
  const off = config('22:00', '06:00', 'Asia/Jakarta', false);
  expect(quietUntil(off, at('2026-11-24T23:00:00+07:00'))).toBeNull();
});
