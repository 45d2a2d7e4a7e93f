import { GENESIS_HASH, type HashedContent, hashEntry } from './timeline-hash.ts';

/** An entry as it lies in the database, beside the hash of its incident's row as it lies there. */
export interface StoredEntry extends HashedContent {
  readonly prevHash: string;
  readonly hash: string;
  /** Only asked of an incident's newest entry; null for the others. Empty: the incident's row is gone. */
  readonly incidentHashNow: string | null;
}

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

const MOST_REPORTED = 1000;

/**
 * Walks the journal in order and returns the `seq` of every entry that does not fit, smallest first: its content or
 * its incident was edited, it is missing (a gap, or a tail cut off: the head remembers), or it was put in between.
 * After a misfit the walk goes on from what is stored, so that one edit is one finding. At most 1,000 findings.
 */
export function findBrokenEntries(entries: Iterable<StoredEntry>, head: Head | null): number[] {
  const broken = new Set<number>();
  let last: Head = { seq: 0, hash: GENESIS_HASH };
  for (const entry of entries) {
    if (broken.size >= MOST_REPORTED) break;
    if (entry.seq !== last.seq + 1) broken.add(last.seq + 1);
    else if (entry.prevHash !== last.hash) broken.add(entry.seq);
    if (hashEntry(entry.prevHash, entry) !== entry.hash) broken.add(entry.seq);
    if (entry.incidentHashNow !== null && entry.incidentHashNow !== entry.incidentHash) broken.add(entry.seq);
    last = { seq: entry.seq, hash: entry.hash };
  }
  const ended = head ?? { seq: 0, hash: GENESIS_HASH };
  if (last.seq < ended.seq) broken.add(last.seq + 1);
  else if (last.seq > ended.seq || last.hash !== ended.hash) broken.add(Math.max(last.seq, 1));
  return [...broken].sort((a, b) => a - b).slice(0, MOST_REPORTED);
}
