import { expect, test } from 'vitest';
import type { Incident } from '../../../shared/domain/incident.ts';
import { calendarMonth } from './calendar-month.ts';

const incident = (openedAt: Date, respondBy: Date, breached: boolean): Incident =>
  ({ openedAt: openedAt.getTime(), respondBy: respondBy.getTime(), breached }) as Incident;

test('a month is whole weeks that begin on Monday', () => {
  // November 2026 begins on a Sunday.
  const days = calendarMonth([], 2026, 10);
  expect(days).toHaveLength(42);
  expect(new Date(days[0]?.at ?? 0).getDay()).toBe(1);
  expect(days.filter(({ isOfMonth }) => isOfMonth)).toHaveLength(30);
  expect(days[6]?.isOfMonth).toBe(true);
});

test('an incident stands on the day it opened, its breach on the day its time ran out', () => {
  const late = incident(new Date(2026, 10, 3, 23, 50), new Date(2026, 10, 4, 0, 50), true);
  const inTime = incident(new Date(2026, 10, 4, 12), new Date(2026, 10, 4, 13), false);
  const days = calendarMonth([late, inTime], 2026, 10);
  const on = (day: number) => days.find(({ at }) => at === new Date(2026, 10, day).getTime());
  expect([on(3)?.opened.length, on(3)?.breached.length]).toEqual([1, 0]);
  expect([on(4)?.opened.length, on(4)?.breached.length]).toEqual([1, 1]);
});
