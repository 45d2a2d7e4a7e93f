import { expect, test } from 'vitest';
import type { SilenceWindow } from '../../shared/domain/silence.ts';
import { activeUntil, nextStart, nextStarts, requireUsable } from './silence-window.ts';

const at = (text: string): number => Date.parse(text);
/** Sundays at 02:00 in Jakarta (UTC+7), for two hours. */
const sundays: SilenceWindow = {
  kind: 'recurring',
  cron: '0 2 * * 0',
  minutes: 120,
  timeZone: 'Asia/Jakarta',
};

test('a window that happens once holds from its beginning until just before its end', () => {
  const once: SilenceWindow = { kind: 'once', from: 100, to: 200 };
  expect([99, 100, 199, 200].map((now) => activeUntil(once, now))).toEqual([null, 200, 200, null]);
  expect([99, 100].map((now) => nextStart(once, now))).toEqual([100, null]);
});

test('a recurring window follows the clock of its time zone, not of this computer', () => {
  // 2026-11-22 is a Sunday; 02:00 in Jakarta is 19:00 UTC the day before.
  expect(activeUntil(sundays, at('2026-11-21T18:59:59Z'))).toBeNull();
  expect(activeUntil(sundays, at('2026-11-21T19:00:00Z'))).toBe(at('2026-11-21T21:00:00Z'));
  expect(activeUntil(sundays, at('2026-11-21T20:59:59Z'))).toBe(at('2026-11-21T21:00:00Z'));
  expect(activeUntil(sundays, at('2026-11-21T21:00:00Z'))).toBeNull();
  expect(nextStart(sundays, at('2026-11-21T19:00:00Z'))).toBe(at('2026-11-28T19:00:00Z'));
});

test('windows that overlap are one that ends when the last of them does', () => {
  const hourly: SilenceWindow = { ...sundays, cron: '@hourly', minutes: 90 };
  expect(activeUntil(hourly, at('2026-11-21T19:10:00Z'))).toBe(at('2026-11-21T20:30:00Z'));
});

test('a night whose clocks go back has the window once, by the wall clock that is named', () => {
  const berlin: SilenceWindow = { ...sundays, cron: '30 2 * * *', minutes: 30, timeZone: 'Europe/Berlin' };
  const starts = nextStarts(berlin, at('2026-10-24T12:00:00Z'), 2);
  expect(starts).toHaveLength(2);
  expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(23 * 3_600_000);
});

test.each([
  ['60 2 * * 0', 'silences.bad-schedule'],
  ['0 2 30 2 *', 'silences.bad-schedule'],
])('%s is refused: it is no time that ever comes', (cron, code) => {
  expect(() => requireUsable({ ...sundays, cron }, 0)).toThrow(expect.objectContaining({ code }));
});

test('what is over, or would last for months, is refused', () => {
  const once = (to: number): SilenceWindow => ({ kind: 'once', from: 0, to });
  expect(() => requireUsable(once(10), 10)).toThrow(expect.objectContaining({ code: 'silences.over' }));
  expect(() => requireUsable(once(40 * 86_400_000), 10)).toThrow(
    expect.objectContaining({ code: 'silences.too-long' }),
  );
});
