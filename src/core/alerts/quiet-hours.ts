import type { AlertConfig } from '../../shared/domain/alerts.ts';

const minuteMs = 60_000;
const dayMinutes = 1440;

/** Minutes since midnight on the clock of a time zone; null: this computer's own. */
function minuteOfDay(at: number, timeZone: string | null): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === null ? {} : { timeZone }),
  }).formatToParts(at);
  const part = (type: 'hour' | 'minute'): number =>
    Number(parts.find((each) => each.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}

const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * Until when it is quiet, or null when it is not. From and to may lie on two days (22:00 to 06:00); the same time twice
 * is no quiet hours at all, for a whole day of silence would be a mistake.
 */
export function quietUntil(config: Pick<AlertConfig, 'quietHours' | 'timeZone'>, now: number): number | null {
  const { enabled, from, to } = config.quietHours;
  if (!enabled) return null;
  const start = toMinutes(from);
  const end = toMinutes(to);
  const minute = minuteOfDay(now, config.timeZone);
  const isQuiet =
    start < end ? minute >= start && minute < end : start > end && (minute >= start || minute < end);
  if (!isQuiet) return null;
  const startOfMinute = Math.floor(now / minuteMs) * minuteMs;
  const until = startOfMinute + ((end - minute + dayMinutes) % dayMinutes) * minuteMs;
  // Clocks that were put forward or back meanwhile: the end is a time on the wall, not a number of hours.
  const drift =
    ((minuteOfDay(until, config.timeZone) - end + dayMinutes * 1.5) % dayMinutes) - dayMinutes / 2;
  return until - drift * minuteMs;
}
