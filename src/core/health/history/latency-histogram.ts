/**
 * Latencies as counts in buckets whose borders grow by a tenth: two histograms add up exactly, which percentiles do
 * not, and a percentile read from one is at most 5 % off (half a bucket).
 */
export type LatencyHistogram = Map<number, number>;

const growth = 1.1;
const logGrowth = Math.log(growth);
/** Everything faster than this, ms, is one bucket. */
const fastest = 0.1;

function bucketOf(latencyMs: number): number {
  return latencyMs <= fastest ? 0 : 1 + Math.floor(Math.log(latencyMs / fastest) / logGrowth);
}

/** The middle of a bucket, ms. */
function middleOf(bucket: number): number {
  return bucket === 0 ? fastest : fastest * growth ** (bucket - 0.5);
}

export function addLatency(histogram: LatencyHistogram, latencyMs: number): void {
  const bucket = bucketOf(latencyMs);
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + 1);
}

export function addHistogram(into: LatencyHistogram, other: LatencyHistogram): void {
  for (const [bucket, count] of other) into.set(bucket, (into.get(bucket) ?? 0) + count);
}

/** By nearest rank, ms; null when it is empty. @param share 0 to 1 */
export function percentile(histogram: LatencyHistogram, share: number): number | null {
  const total = [...histogram.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= rank) return Math.round(middleOf(bucket) * 10) / 10;
  }
  return null;
}

/** `12:40,13:7`: as it is kept. */
export function writeHistogram(histogram: LatencyHistogram): string {
  return [...histogram].map(([bucket, count]) => `${bucket}:${count}`).join(',');
}

/** Reads what `writeHistogram` wrote; what is no number is left out. */
export function readHistogram(text: string): LatencyHistogram {
  const histogram: LatencyHistogram = new Map();
  for (const part of text.split(',')) {
    const [bucket, count] = part.split(':').map(Number);
    if (Number.isInteger(bucket) && Number.isInteger(count)) histogram.set(bucket ?? 0, count ?? 0);
  }
  return histogram;
}
