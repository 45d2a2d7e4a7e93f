import { createHash } from 'node:crypto';
import type { TimelineEntry } from '../../shared/domain/incident.ts';

/** What the first entry of a journal follows. */
export const GENESIS_HASH = '0'.repeat(64);

/** What an entry's hash covers besides the entry before it. */
export interface HashedContent extends Omit<TimelineEntry, 'hash'> {
  /** Of the incident's row as this entry left it, so that an edit of that row shows as well. */
  readonly incidentHash: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * SHA-256, in hex, of the previous hash, a line feed, and the content as canonical JSON (RFC 8785: keys sorted,
 * no blanks; JSON.stringify writes strings and integers as the RFC asks). A chain of this kind proves that nothing
 * was changed by somebody who does not recompute it; it does not stop somebody who does.
 */
export function hashEntry(previous: string, content: HashedContent): string {
  const canonical = JSON.stringify({
    at: content.at,
    author: content.author,
    event: content.event,
    incidentHash: content.incidentHash,
    incidentId: content.incidentId,
    kind: content.kind,
    seq: content.seq,
    step: content.step,
    text: content.text,
  });
  return sha256(`${previous}\n${canonical}`);
}

/** The hash of an incident's row, every column of it. */
export function hashIncidentRow(row: {
  id: string;
  number: number;
  state: string;
  cause: string | null;
  entity: string;
}): string {
  return sha256(JSON.stringify([row.id, row.number, row.state, row.cause, row.entity]));
}
