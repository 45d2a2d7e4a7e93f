import type { TrendPoint } from '../../../shared/domain/health.ts';
import type { CheckKey } from '../heartbeat-repository.ts';
import { percentile } from './latency-histogram.ts';
import { addTime, noTime, observedMs, uptimeOf } from './observed-time.ts';
import type { History } from './uptime-board.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Some 150 to 200 points a range: about one every four pixels of the plot. */
export const trendRanges = {
  day: { ms: day, bucketMs: 10 * minute },
  week: { ms: 7 * day, bucketMs: hour },
  month: { ms: 30 * day, bucketMs: 4 * hour },
} as const;

export interface Trend {
  readonly from: number;
  readonly to: number;
  readonly bucketMs: number;
  readonly points: TrendPoint[];
  readonly p50: number | null;
  readonly p95: number | null;
  readonly uptime: number | null;
  readonly observed: number;
}

/** A check over a range that ends now. */
export async function trendOf(
  history: Pick<History, 'series'>,
  key: CheckKey,
  range: keyof typeof trendRanges,
  everyMs: number,
  now: number,
): Promise<Trend> {
  const { ms, bucketMs } = trendRanges[range];
  const from = now - ms;
  const buckets = await history.series(key, from, now, bucketMs, everyMs);
  const whole = noTime();
  for (const bucket of buckets) addTime(whole, bucket);
  return {
    from,
    to: now,
    bucketMs,
    points: buckets.map(({ latencies, ...bucket }) => ({
      ...bucket,
      p50: percentile(latencies, 0.5),
      p95: percentile(latencies, 0.95),
    })),
    p50: percentile(whole.latencies, 0.5),
    p95: percentile(whole.latencies, 0.95),
    uptime: uptimeOf(whole),
    observed: Math.min(1, observedMs(whole) / ms),
  };
}
