/** Why a whole copy travels though an older one lies on the laptop. */
export type WholeReason = 'no-base' | 'page-size-changed' | 'mostly-changed';

/** What a database's pages look like: one hash a page, in the order of the file. */
export interface PageHashes {
  /** Bytes a page. */
  readonly pageSize: number;
  /** Hex digests; the first is that of page 0. */
  readonly hashes: readonly string[];
}

/** A run of pages next to each other that has to travel. */
export interface PageRun {
  /** Number of the first page, counted from 0. */
  readonly first: number;
  readonly count: number;
}

export type DeltaPlan =
  | { readonly kind: 'whole'; readonly reason: WholeReason }
  | {
      readonly kind: 'delta';
      readonly pageSize: number;
      /** Pages of the new file: what is rebuilt is cut or grown to this. */
      readonly pages: number;
      readonly runs: readonly PageRun[];
      readonly changed: number;
    };

/** Above this share the hashes and the second reading cost more than they spare. */
const MOST_CHANGED = 0.5;

function runsOf(base: readonly string[], source: readonly string[]): PageRun[] {
  const runs: { first: number; count: number }[] = [];
  for (const [page, hash] of source.entries()) {
    if (hash === base[page]) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.count === page) last.count += 1;
    else runs.push({ first: page, count: 1 });
  }
  return runs;
}

/**
 * Decides which pages of a database travel when the laptop holds an older copy.
 * The hashes of the source come from a container and only save traffic: what is
 * rebuilt from the plan must still be verified whole.
 */
export function planDelta(base: PageHashes | null, source: PageHashes): DeltaPlan {
  if (base === null || base.hashes.length === 0) return { kind: 'whole', reason: 'no-base' };
  if (base.pageSize !== source.pageSize) return { kind: 'whole', reason: 'page-size-changed' };
  const runs = runsOf(base.hashes, source.hashes);
  const changed = runs.reduce((sum, run) => sum + run.count, 0);
  if (changed > source.hashes.length * MOST_CHANGED) {
    return { kind: 'whole', reason: 'mostly-changed' };
  }
  return { kind: 'delta', pageSize: source.pageSize, pages: source.hashes.length, runs, changed };
}
