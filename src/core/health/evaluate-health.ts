import type { BeatOutcome } from '../../shared/domain/health.ts';
import type { Status } from '../../shared/domain/status.ts';
import type { ErrorShape } from '../../shared/errors.ts';

/** What one run of a check found. */
export interface CheckResult {
  readonly outcome: BeatOutcome;
  /** Null where there is nothing to time. */
  readonly latencyMs: number | null;
  /** In one line, sanitized; when there is a cause, the same in English. */
  readonly message: string;
  readonly cause?: ErrorShape;
  /** Of https: until when the certificate is valid. */
  readonly certificateUntil?: number;
  /** Of a page that a browser looked at: a small picture of it. */
  readonly thumbnail?: string;
}

/** What a check can be seen as; `paused` and `unobserved` are not something one sees. */
export type ObservedStatus = Exclude<Status, 'paused' | 'unobserved'>;

/** Where a check stands after all its runs so far. */
export interface CheckState {
  /** What was seen last, however long ago; null: never. */
  readonly seen: ObservedStatus | null;
  /** False while nobody watches: what was seen last may no longer hold. */
  readonly isObserved: boolean;
  readonly since: number;
  readonly failuresInARow: number;
}

export function neverSeen(at: number): CheckState {
  return { seen: null, isObserved: false, since: at, failuresInARow: 0 };
}

export function statusOf(state: CheckState): Status {
  return state.isObserved && state.seen !== null ? state.seen : 'unobserved';
}

/**
 * The state after one more run. So many failures in a row make `down`, fewer are `pending`; what was down stays down
 * until a run succeeds, also when nobody watched in between.
 */
export function afterRun(
  before: CheckState,
  outcome: BeatOutcome,
  threshold: number,
  at: number,
): CheckState & { readonly seen: ObservedStatus } {
  const failuresInARow = outcome === 'fail' ? before.failuresInARow + 1 : 0;
  const seen = seenAfter(outcome, before.seen === 'down' || failuresInARow >= threshold);
  const isSame = before.isObserved && before.seen === seen;
  return { seen, isObserved: true, failuresInARow, since: isSame ? before.since : at };
}

function seenAfter(outcome: BeatOutcome, isDown: boolean): ObservedStatus {
  if (outcome === 'ok') return 'up';
  if (outcome === 'degraded') return 'degraded';
  return isDown ? 'down' : 'pending';
}

/**
 * The state when nobody watches any more. Failures below the threshold are forgotten: two failures with a night of
 * sleep between them are not two in a row.
 */
export function outOfSight(before: CheckState, at: number): CheckState {
  if (!before.isObserved) return before;
  const failuresInARow = before.seen === 'down' ? before.failuresInARow : 0;
  return { ...before, isObserved: false, failuresInARow, since: at };
}
