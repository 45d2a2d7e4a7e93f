import type { Heartbeat, TrendPoint } from '../../../shared/domain/health.ts';

/** Columns as the plot takes them: seconds, ms of what was answered, ms (or 0) of what was not well. */
export interface ResponseSeries {
  readonly times: number[];
  readonly latencies: (number | null)[];
  readonly troubles: (number | null)[];
  /** The slow end (p95) where a point stands for many runs. */
  readonly slow?: (number | null)[];
  /** When nobody watched, in seconds. */
  readonly unseen: readonly (readonly [from: number, to: number])[];
}

/**
 * Draws no line over time that nobody watched: a pause of more than two and a half intervals becomes a gap, and so
 * does a beat without an answer.
 */
export function responseSeries(beats: readonly Heartbeat[], intervalMs: number): ResponseSeries {
  const unseen: [number, number][] = [];
  const series: ResponseSeries = { times: [], latencies: [], troubles: [], unseen };
  let last: number | null = null;
  const put = (at: number, latency: number | null, trouble: number | null): void => {
    series.times.push(at / 1000);
    series.latencies.push(latency);
    series.troubles.push(trouble);
  };
  for (const beat of beats) {
    // A clock that was set back would fold the line over itself.
    if (last !== null && beat.at <= last) continue;
    if (last !== null && beat.at - last > intervalMs * 2.5) {
      put(last + intervalMs, null, null);
      unseen.push([(last + intervalMs) / 1000, beat.at / 1000]);
    }
    const seen = beat.status !== 'unobserved';
    put(beat.at, seen ? beat.latencyMs : null, seen && beat.outcome !== 'ok' ? (beat.latencyMs ?? 0) : null);
    last = beat.at;
  }
  return series;
}

export interface ResponseFigures {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Null when nothing was answered. Percentiles by nearest rank. */
export function responseFigures(beats: readonly Heartbeat[]): ResponseFigures | null {
  const values = beats
    .map((beat) => beat.latencyMs)
    .filter((value): value is number => value !== null)
    .sort((a, b) => a - b);
  const rank = (share: number): number => values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
  if (values.length === 0) return null;
  return { min: rank(0), median: rank(0.5), p95: rank(0.95), max: rank(1) };
}

/** Share of the observed beats that were well, in percent; null when nothing was observed. */
export function passedPercent(beats: readonly Heartbeat[]): number | null {
  const seen = beats.filter((beat) => beat.status !== 'unobserved');
  if (seen.length === 0) return null;
  return (seen.filter((beat) => beat.outcome === 'ok').length / seen.length) * 100;
}

/**
 * A trend as the plot takes it. A stretch that nobody watched is a gap; one in which it failed has a mark.
 * @param from the beginning of the range, ms; what lies before the first point was not watched
 */
export function trendSeries(points: readonly TrendPoint[], bucketMs: number, from: number): ResponseSeries {
  const unseen: [number, number][] = [];
  const slow: (number | null)[] = [];
  const series = {
    times: [] as number[],
    latencies: [] as (number | null)[],
    troubles: [] as (number | null)[],
  };
  let end = from;
  for (const { at, p50, p95, downMs } of points) {
    const middle = (at + bucketMs / 2) / 1000;
    if (at > end) {
      series.times.push((end + at) / 2000);
      series.latencies.push(null);
      slow.push(null);
      series.troubles.push(null);
      unseen.push([end / 1000, at / 1000]);
    }
    series.times.push(middle);
    series.latencies.push(p50);
    slow.push(p95);
    series.troubles.push(downMs > 0 ? (p50 ?? 0) : null);
    end = at + bucketMs;
  }
  return { ...series, slow, unseen };
}
