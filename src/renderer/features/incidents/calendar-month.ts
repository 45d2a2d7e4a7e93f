import type { Incident } from '../../../shared/domain/incident.ts';

export interface CalendarDay {
  /** Midnight of the day, in this computer's zone. */
  readonly at: number;
  readonly isOfMonth: boolean;
  readonly opened: readonly Incident[];
  readonly breached: readonly Incident[];
}

/** The midnight that begins a day, in this computer's zone. */
function midnight(year: number, month: number, day: number): number {
  return new Date(year, month, day).getTime();
}

/**
 * The weeks of a month, Monday first, whole: days of the neighbours fill the edges. An incident stands on the day it was
 * opened, and a breach on the day its time ran out.
 */
export function calendarMonth(incidents: readonly Incident[], year: number, month: number): CalendarDay[] {
  const first = new Date(year, month, 1);
  const lead = (first.getDay() + 6) % 7;
  const length = new Date(year, month + 1, 0).getDate();
  const count = Math.ceil((lead + length) / 7) * 7;
  return Array.from({ length: count }, (_, index) => {
    const day = index - lead + 1;
    const [at, end] = [midnight(year, month, day), midnight(year, month, day + 1)];
    const isOn = (instant: number): boolean => instant >= at && instant < end;
    return {
      at,
      isOfMonth: day >= 1 && day <= length,
      opened: incidents.filter(({ openedAt }) => isOn(openedAt)),
      breached: incidents.filter(({ breached, respondBy }) => breached && isOn(respondBy)),
    };
  });
}
