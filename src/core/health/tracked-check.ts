import type { CheckView, Heartbeat } from '../../shared/domain/health.ts';
import type { CheckSpec, ServiceSpec } from '../../shared/domain/profile.ts';
import { type ErrorShape, RondaError } from '../../shared/errors.ts';
import type { StoredCheckState } from './check-state-repository.ts';
import { afterRun, type CheckResult, type CheckState, neverSeen, statusOf } from './evaluate-health.ts';
import { checkTarget } from './run-check.ts';

/** One check of one service on one host, as it stands. Changed in place by its watch alone. */
export interface TrackedCheck {
  readonly service: ServiceSpec;
  readonly spec: CheckSpec;
  state: CheckState;
  recent: Heartbeat[];
  /** When it is due, by the wall clock; null while nobody watches. */
  nextAt: number | null;
  running: Promise<void> | null;
  /** Why nothing can be seen of it although there is a connection. */
  blindness: ErrorShape | null;
  /** Of the server's certificate, as it was seen last. */
  certificateUntil: number | null;
  /** Kept in memory alone: what a page shows is not for the state. */
  thumbnail: { readonly at: number; readonly dataUrl: string } | null;
}

/** As many beats as a tile shows. */
export const recentBeats = 40;

export function trackCheck(
  service: ServiceSpec,
  spec: CheckSpec,
  at: number,
  stored: StoredCheckState | undefined,
  recent: readonly Heartbeat[],
): TrackedCheck {
  const seen = recent.at(-1)?.status;
  const state: CheckState =
    stored && (seen === 'up' || seen === 'degraded' || seen === 'pending' || seen === 'down')
      ? // Nobody watched since: what was down is still taken for down, a failure below the threshold is forgotten.
        { seen, isObserved: false, since: at, failuresInARow: seen === 'down' ? stored.failuresInARow : 0 }
      : neverSeen(at);
  return {
    service,
    spec,
    state,
    recent: [...recent],
    nextAt: null,
    running: null,
    blindness: null,
    certificateUntil: null,
    thumbnail: null,
  };
}

/**
 * Takes the result of a run into the check; the beat that is kept of it.
 * @param isSilenced what it found counts for nothing later: the beat says `paused`
 */
export function takeResult(
  check: TrackedCheck,
  result: CheckResult,
  at: number,
  isSilenced = false,
): Heartbeat {
  const state = afterRun(check.state, result.outcome, check.spec.failures, at);
  const beat: Heartbeat = {
    at,
    outcome: result.outcome,
    status: isSilenced ? 'paused' : state.seen,
    latencyMs: result.latencyMs,
    message: result.message.slice(0, 500),
    ...(result.cause ? { cause: result.cause } : {}),
  };
  check.state = state;
  check.blindness = null;
  if (result.certificateUntil !== undefined) check.certificateUntil = result.certificateUntil;
  if (result.thumbnail !== undefined) check.thumbnail = { at, dataUrl: result.thumbnail };
  check.recent = [...check.recent, beat].slice(-recentBeats);
  return beat;
}

export function viewOfCheck(check: TrackedCheck, isPaused: boolean): CheckView {
  const { spec, state, recent } = check;
  const last = recent.at(-1);
  const status = statusOf(state);
  const cause = status === 'unobserved' ? (check.blindness ?? unseen(check)) : last?.cause;
  return {
    id: spec.id,
    kind: spec.kind,
    target: checkTarget(spec),
    intervalMs: spec.every,
    status: isPaused ? 'paused' : status,
    since: state.since,
    lastAt: last?.at ?? null,
    nextAt: isPaused ? null : check.nextAt,
    latencyMs: last?.latencyMs ?? null,
    message: last?.message ?? '',
    ...(cause ? { cause } : {}),
    failuresInARow: state.failuresInARow,
    certificateUntil: check.certificateUntil,
    thumbnailAt: check.thumbnail?.at ?? null,
    recent,
  };
}

function unseen(check: TrackedCheck): ErrorShape {
  return new RondaError(check.state.seen === null ? 'health.not-yet' : 'health.slept').toShape();
}
