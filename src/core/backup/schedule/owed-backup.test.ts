import { expect, test } from 'vitest';
import { parseSchedule, type Schedule } from '../../platform/cron.ts';
import { newestCopyAt, owedSince } from './owed-backup.ts';

const at = (text: string): number => Date.parse(`${text}+07:00`);
const daily = parseSchedule('0 2 * * *', 'Asia/Jakarta') as Schedule;
const set = at('2026-11-20T10:00:00');

test('nothing is owed before the first start after the schedule was set', () => {
  expect(owedSince(daily, set, null, at('2026-11-20T23:59:00'))).toBeNull();
  expect(owedSince(daily, set, null, at('2026-11-21T02:00:00'))).toBe(at('2026-11-21T02:00:00'));
});

test('after three nights asleep one copy is owed, and a copy made meanwhile pays it', () => {
  const morning = at('2026-11-24T06:00:00');
  expect(owedSince(daily, set, at('2026-11-21T02:00:05'), morning)).toBe(at('2026-11-24T02:00:00'));
  expect(owedSince(daily, set, at('2026-11-24T05:58:00'), morning)).toBeNull();
});

const key = { hostId: 'rt04', serviceId: 'warga', databaseId: 'warga' };
const backup = (takenAt: number, more = {}) =>
  ({ ...key, takenAt, verification: 'verified', missing: false, reason: 'scheduled', ...more }) as never;

test('only a sound copy of the live database, whose file is there, counts', () => {
  expect(
    newestCopyAt(
      [
        backup(1),
        backup(2, { verification: 'failed' }),
        backup(3, { missing: true }),
        backup(4, { reason: 'import' }),
        backup(5, { reason: 'safety' }),
        backup(6, { databaseId: 'other' }),
        backup(at('2031-01-01T00:00:00')),
      ],
      key,
      at('2026-11-24T06:00:00'),
    ),
  ).toBe(1);
  expect(newestCopyAt([], key, 0)).toBeNull();
});
