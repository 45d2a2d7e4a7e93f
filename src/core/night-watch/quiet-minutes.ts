import type { AlertConfig } from '../../shared/domain/alerts.ts';

/**
 * The quiet hours as minutes of the day in UTC, for a server that may not know the admin's time zone. Where a zone puts
 * its clocks forward they are an hour off until the night watch is updated, which its status then asks for.
 */
export function utcQuietHours(
  config: Pick<AlertConfig, 'quietHours' | 'timeZone'>,
  now: number,
): { readonly from: number; readonly to: number } | null {
  const { enabled, from, to } = config.quietHours;
  if (!enabled || from === to) return null;
  const ahead = minutesAhead(config.timeZone, now);
  const toUtc = (time: string): number =>
    (Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) - ahead + 2880) % 1440;
  return { from: toUtc(from), to: toUtc(to) };
}

/** How many minutes a zone's clocks are ahead of UTC; null: this computer's own zone. */
function minutesAhead(timeZone: string | null, at: number): number {
  if (timeZone === null) return -new Date(at).getTimezoneOffset();
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):?(\d{2})?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
