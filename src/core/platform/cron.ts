import { Cron } from 'croner';
import { plainDetail } from './plain-detail.ts';

/** A schedule in a time zone, as cron means it; also `@daily` and its like. */
export interface Schedule {
  /** The newest start at or before this instant, ms; null when there was none. */
  previous(at: number): number | null;
  /** The first start after this instant, ms; null when there is none. */
  next(at: number): number | null;
}

/**
 * Reads a schedule. Day of month and day of week are joined by "or", as cron does it.
 * @returns what is wrong with it, as text, when it is none
 */
export function parseSchedule(expression: string, timeZone: string): Schedule | string {
  try {
    const cron = new Cron(expression, { timezone: timeZone, paused: true, mode: '5-part' });
    return {
      // "Before", says croner, and leaves a run at this very instant out.
      previous: (at) => cron.previousRuns(1, new Date(at + 1))[0]?.getTime() ?? null,
      next: (at) => cron.nextRun(new Date(at))?.getTime() ?? null,
    };
  } catch (error) {
    return plainDetail(error);
  }
}
