import type { Heartbeat } from '../../shared/domain/health.ts';

/** A cell of a heartbeat bar: one run of a check, or one interval in which nobody looked. */
export type HeartbeatCell =
  | { readonly kind: 'beat'; readonly at: number; readonly beat: Heartbeat }
  | { readonly kind: 'gap'; readonly at: number; readonly until: number };

/** How many beats a bar or a sparkline holds. */
export const beatSlots = 40;

/**
 * The newest `count` cells, oldest first. Time without a beat (the laptop slept, the link was down) becomes
 * unobserved cells, one an interval, so that a gap never looks like an unbroken row of good beats.
 * `watchedUntil` is the time up to which beats were due; null when the newest beat is the end.
 */
export function heartbeatCells(
  beats: readonly Heartbeat[],
  intervalMs: number,
  watchedUntil: number | null,
  count = beatSlots,
): HeartbeatCell[] {
  const newestFirst: HeartbeatCell[] = [];
  let later = watchedUntil;
  for (const beat of beats.toReversed()) {
    if (later !== null) {
      // A beat that is late by less than an interval is a slow answer and no gap.
      const missed = Math.min(count, Math.round((later - beat.at) / intervalMs) - 1);
      for (let index = missed; index > 0; index -= 1)
        newestFirst.push({ kind: 'gap', at: beat.at + index * intervalMs, until: later });
    }
    newestFirst.push({ kind: 'beat', at: beat.at, beat });
    later = beat.at;
    if (newestFirst.length >= count) break;
  }
  return newestFirst.slice(0, count).toReversed();
}
