import type { Status } from '../../../shared/domain/status.ts';
import { addHistogram, addLatency, type LatencyHistogram } from './latency-histogram.ts';

/** How a check spent the time that somebody watched it; all in ms. What is in none of them was unobserved. */
export interface ObservedTime {
  readonly upMs: number;
  readonly degradedMs: number;
  /** Failing, below its threshold too: it did not answer. */
  readonly downMs: number;
  /** Stopped or silenced on purpose: outside the uptime. */
  readonly pausedMs: number;
  readonly latencies: LatencyHistogram;
}

export interface Bucket extends ObservedTime {
  /** Its beginning, ms. */
  readonly at: number;
}

export interface SeenBeat {
  readonly at: number;
  readonly status: Status;
  readonly latencyMs: number | null;
}

type Part = 'upMs' | 'degradedMs' | 'downMs' | 'pausedMs';
/** Where a status counts; null: nowhere. */
export const partOf: Readonly<Record<Status, Part | null>> = {
  up: 'upMs',
  degraded: 'degradedMs',
  pending: 'downMs',
  down: 'downMs',
  paused: 'pausedMs',
  unobserved: null,
};

export function noTime(): { -readonly [K in keyof ObservedTime]: ObservedTime[K] } {
  return { upMs: 0, degradedMs: 0, downMs: 0, pausedMs: 0, latencies: new Map() };
}

/** Adds up what two stretches of time held. */
export function addTime(
  into: { -readonly [K in keyof ObservedTime]: ObservedTime[K] },
  other: ObservedTime,
): void {
  into.upMs += other.upMs;
  into.degradedMs += other.degradedMs;
  into.downMs += other.downMs;
  into.pausedMs += other.pausedMs;
  addHistogram(into.latencies, other.latencies);
}

/**
 * Puts beats into buckets of time. What a beat saw holds until the next one, but no longer than `holdsMs`: after that
 * nobody was watching.
 * @param beats oldest first; one whose time goes back is left out
 * @param until nothing holds beyond: the next beat after these, or now
 */
export function bucketBeats(
  beats: readonly SeenBeat[],
  bucketMs: number,
  holdsMs: number,
  until: number,
): Bucket[] {
  const buckets = new Map<number, ReturnType<typeof noTime>>();
  const bucketAt = (at: number): ReturnType<typeof noTime> => {
    const start = Math.floor(at / bucketMs) * bucketMs;
    let bucket = buckets.get(start);
    if (!bucket) {
      bucket = noTime();
      buckets.set(start, bucket);
    }
    return bucket;
  };
  for (const [index, { at, status, latencyMs }] of beats.entries()) {
    const next = beats[index + 1]?.at ?? until;
    const part = partOf[status];
    if (part === null || next < at) continue;
    // While it is paused, how fast it was says nothing about how fast it is.
    if (latencyMs !== null && part !== 'pausedMs') addLatency(bucketAt(at).latencies, latencyMs);
    const end = Math.min(next, at + holdsMs);
    for (let from = at; from < end; ) {
      const to = Math.min(end, (Math.floor(from / bucketMs) + 1) * bucketMs);
      bucketAt(from)[part] += to - from;
      from = to;
    }
  }
  return [...buckets].map(([at, time]) => ({ at, ...time })).sort((a, b) => a.at - b.at);
}

/** Puts small buckets into bigger ones. */
export function mergeBuckets(buckets: Iterable<Bucket>, bucketMs: number): Bucket[] {
  const merged = new Map<number, ReturnType<typeof noTime>>();
  for (const bucket of buckets) {
    const at = Math.floor(bucket.at / bucketMs) * bucketMs;
    const into = merged.get(at) ?? noTime();
    addTime(into, bucket);
    merged.set(at, into);
  }
  return [...merged].map(([at, time]) => ({ at, ...time })).sort((a, b) => a.at - b.at);
}

/** Share of the watched time in which it answered, 0 to 1; null when nobody watched. */
export function uptimeOf({ upMs, degradedMs, downMs }: Omit<ObservedTime, 'latencies'>): number | null {
  const seen = upMs + degradedMs + downMs;
  return seen === 0 ? null : (upMs + degradedMs) / seen;
}

/** How long somebody watched, ms. */
export function observedMs({ upMs, degradedMs, downMs }: Omit<ObservedTime, 'latencies'>): number {
  return upMs + degradedMs + downMs;
}
