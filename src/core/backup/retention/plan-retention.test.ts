import { expect, test } from 'vitest';
import type { Backup } from '../../../shared/domain/backup.ts';
import { planRetention } from './plan-retention.ts';

const dayMs = 86_400_000;
/** Monday. */
const start = Date.parse('2026-08-31T02:00:00+07:00');
const copy = (id: string, takenAt: number, more: Partial<Backup> = {}): Backup =>
  ({
    id,
    hostId: 'rt04',
    serviceId: 'warga',
    databaseId: 'warga',
    takenAt,
    verification: 'verified',
    missing: false,
    reason: 'scheduled',
    method: 'held-read-raw',
    ...more,
  }) as Backup;
const nightly = (count: number): Backup[] =>
  Array.from({ length: count }, (_, index) => copy(`b-${index}`, start + index * dayMs));
const keep = { daily: 7, weekly: 4, monthly: 3 };
const jakarta = 'Asia/Jakarta';
const days = (list: readonly Backup[]): string[] =>
  list.map(({ takenAt }) => new Date(takenAt + 7 * 3_600_000).toISOString().slice(0, 10)).sort();

test('of 91 nights seven days, four weeks and three months stay, each by its newest copy', () => {
  const { kept, removed } = planRetention(nightly(91), { keep, timeZone: jakarta });
  expect(days(kept.map(({ backup }) => backup))).toEqual([
    '2026-09-30',
    '2026-10-31',
    '2026-11-08',
    '2026-11-15',
    '2026-11-22',
    '2026-11-23',
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
    '2026-11-28',
    '2026-11-29',
  ]);
  expect(kept.length + removed.length).toBe(91);
  expect(removed[0]?.id).toBe('b-0');
});

test('applied again to what it kept, it removes nothing', () => {
  const first = planRetention(nightly(91), { keep, timeZone: jakarta });
  const again = planRetention(
    first.kept.map(({ backup }) => backup),
    { keep, timeZone: jakarta },
  );
  expect(again.removed).toEqual([]);
});

test('the newest sound copy stays even by a rule that keeps none, and a bad newer one does not count', () => {
  const bad = copy('b-bad', start + 9 * dayMs, { verification: 'failed' });
  const gone = copy('b-gone', start + 10 * dayMs, { missing: true });
  const { kept, removed } = planRetention([...nightly(3), bad, gone], {
    keep: { daily: 0, weekly: 0, monthly: 0 },
    timeZone: jakarta,
  });
  expect(kept.map(({ backup, why }) => [backup.id, why])).toEqual([['b-2', ['newest']]]);
  expect(removed.map(({ id }) => id)).toEqual(['b-0', 'b-1']);
});

test('copies by hand, imports and safety copies are never removed and fill nobody’s place', () => {
  const others = (['manual', 'import', 'safety'] as const).map((reason, index) =>
    copy(`b-${reason}`, start + (40 + index) * dayMs, { reason }),
  );
  const { kept, removed } = planRetention([...nightly(2), ...others], {
    keep: { daily: 1, weekly: 0, monthly: 0 },
    timeZone: jakarta,
  });
  expect(kept.map(({ backup }) => backup.id)).toEqual(['b-1']);
  expect(removed.map(({ id }) => id)).toEqual(['b-0']);
});

test('the newest copy that the server made stays, or it would be fetched again', () => {
  const ofServer = copy('b-server', start, { method: 'server-copy' });
  const { kept } = planRetention([ofServer, copy('b-1', start + 3_600_000)], {
    keep: { daily: 1, weekly: 0, monthly: 0 },
    timeZone: jakarta,
  });
  expect(kept.map(({ backup }) => backup.id).sort()).toEqual(['b-1', 'b-server']);
});

test('the copy that was restore-tested last stays: it carries the third date', () => {
  const tested = (id: string, at: number) =>
    copy(id, start, { restoreTest: { state: 'passed', at, detail: '' } });
  const { kept } = planRetention([tested('b-t1', start + 1), tested('b-t2', start + 2), ...nightly(9)], {
    keep: { daily: 1, weekly: 0, monthly: 0 },
    timeZone: jakarta,
  });
  expect(kept.map(({ backup }) => backup.id).sort()).toEqual(['b-8', 'b-t2']);
});

test('databases do not share places, and a day is a day of the chosen zone', () => {
  const late = Date.parse('2026-11-25T18:30:00Z');
  const two = [copy('b-a', late), copy('b-b', late + 3_600_000), copy('b-c', late, { databaseId: 'iuran' })];
  const rule = { daily: 9, weekly: 0, monthly: 0 };
  // 18:30Z and 19:30Z: one day in Jakarta (the 26th), and in London (the 25th); two days by a clock at UTC+5.
  expect(planRetention(two, { keep: rule, timeZone: jakarta }).kept.length).toBe(2);
  expect(planRetention(two, { keep: rule, timeZone: 'Asia/Tashkent' }).kept.length).toBe(3);
});
