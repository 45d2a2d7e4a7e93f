import type { SilenceWindow } from '../../shared/domain/silence.ts';
import { RondaError } from '../../shared/errors.ts';
import { parseSchedule, type Schedule } from '../platform/cron.ts';

const longestMs = 31 * 86_400_000;

function scheduleOf(window: Extract<SilenceWindow, { kind: 'recurring' }>): Schedule {
  const schedule = parseSchedule(window.cron, window.timeZone);
  if (typeof schedule === 'string')
    throw new RondaError('silences.bad-schedule', { cron: window.cron, detail: schedule });
  return schedule;
}

/** @throws RondaError `silences.bad-schedule`, `silences.over`, `silences.too-long` */
export function requireUsable(window: SilenceWindow, now: number): void {
  if (window.kind === 'recurring') {
    if (scheduleOf(window).next(now) === null)
      throw new RondaError('silences.bad-schedule', { cron: window.cron, detail: 'it never begins' });
    return;
  }
  if (window.to <= now) throw new RondaError('silences.over');
  if (window.to - Math.max(now, window.from) > longestMs) throw new RondaError('silences.too-long');
}

/** Until when a window holds that holds now; null when it does not. */
export function activeUntil(window: SilenceWindow, now: number): number | null {
  if (window.kind === 'once') return window.from <= now && now < window.to ? window.to : null;
  // Of windows that overlap, the one that began last ends last.
  const began = scheduleOf(window).previous(now);
  const until = began === null ? 0 : began + window.minutes * 60_000;
  return now < until ? until : null;
}

/** When a window begins next, after now; null when it will not again. */
export function nextStart(window: SilenceWindow, now: number): number | null {
  if (window.kind === 'once') return window.from > now ? window.from : null;
  return scheduleOf(window).next(now);
}

/** The next few starts. */
export function nextStarts(window: SilenceWindow, now: number, count: number): number[] {
  const starts: number[] = [];
  for (let at: number | null = now; starts.length < count; ) {
    at = nextStart(window, at);
    if (at === null) break;
    starts.push(at);
  }
  return starts;
}
