/** One comparison: our figure and the peer's, taken in the same run, one right after the other. */
export interface Pair {
  readonly value: number;
  readonly peerValue: number;
}

/** What every measurement gets. */
export interface BenchContext {
  readonly signal: AbortSignal;
  /** Shows how far it is; never a part of the result. */
  readonly say: (line: string) => void;
}

/** One line of the table. A measurement does its own set-up and leaves nothing behind. */
export interface Measurement {
  readonly name: string;
  /** Of `value` and `peerValue`: `ms`, `MB`, `MB/s`, … */
  readonly unit: string;
  /** What is compared with, in a few words. */
  readonly peer: string;
  /** What is measured and under which conditions, in one sentence: a figure without it means nothing. */
  readonly what: string;
  /** `value / peerValue` is to be at most (`lower`) or at least (`higher`) the target. */
  readonly better: 'lower' | 'higher';
  readonly target: number;
  /** @throws when it could not be measured at all; a poor figure is a result */
  measure(context: BenchContext): Promise<readonly Pair[]>;
}

/** One element of the file that `--json` writes. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  /** The median of the runs, like `peerValue`. */
  readonly value: number;
  readonly peer: string;
  readonly peerValue: number;
  /** `value / peerValue`, of the medians. */
  readonly ratio: number;
  readonly target: number;
  readonly ok: boolean;
  readonly runs: readonly Pair[];
}

/** Runs a measurement and sums it up. */
export async function runMeasurement(measurement: Measurement, context: BenchContext): Promise<BenchResult> {
  const runs = await measurement.measure(context);
  const value = median(runs.map((run) => run.value));
  const peerValue = median(runs.map((run) => run.peerValue));
  if (!(value > 0 && peerValue > 0)) throw new Error(`${measurement.name} gave no usable figures`);
  const ratio = value / peerValue;
  const { name, unit, peer, target, better } = measurement;
  const ok = better === 'lower' ? ratio <= target : ratio >= target;
  return { name, unit, value, peer, peerValue, ratio, target, ok, runs };
}

/** The middle one, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/**
 * Takes pairs in turns (ours, peer, peer, ours, …), so that neither side is always the one with the warm cache or
 * the quieter machine.
 */
export async function interleave(
  runs: number,
  ours: (run: number) => Promise<number>,
  peers: (run: number) => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let run = 0; run < runs; run += 1) {
    if (run % 2 === 0) {
      const value = await ours(run);
      pairs.push({ value, peerValue: await peers(run) });
    } else {
      const peerValue = await peers(run);
      pairs.push({ value: await ours(run), peerValue });
    }
  }
  return pairs;
}
