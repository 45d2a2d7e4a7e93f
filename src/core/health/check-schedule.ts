import type { Clock } from '../platform/clock.ts';
import { outOfSight } from './evaluate-health.ts';
import type { TrackedCheck } from './tracked-check.ts';

/** The first round begins at once, one check after the other, so that it is not a burst. */
const firstStepMs = 100;
/** The clock is looked at at least this often: that is how a sleep of the laptop is noticed soon. */
const tickMs = 5000;
const shortestSleepMs = 20;

/** Makes every check due for a first round that starts now, spread over a little time. */
export function beginRound(checks: readonly TrackedCheck[], now: number): void {
  for (const [index, check] of checks.entries()) check.nextAt = now + index * firstStepMs;
}

/**
 * When a check that starts now is due again. After its first run each check takes a seat of its own inside the
 * interval, so that thirty checks a minute are one every two seconds, not thirty at once.
 */
export function nextDue(check: TrackedCheck, index: number, count: number, now: number): number {
  const { every } = check.spec;
  if (check.state.seen !== null || count < 2) return now + every;
  return now + every - Math.floor((every / 2) * (index / count));
}

/**
 * Runs what is due, each check at its interval, for as long as the signal allows.
 *
 * Everything goes by due times on the wall clock, so a check that is still running is never started again, rounds
 * missed in a sleep of the laptop come to one round at the wake-up, and a clock that was set back does not leave a
 * check waiting for hours.
 */
export async function runSchedule(deps: {
  readonly checks: readonly TrackedCheck[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Only one process on a home runs schedules. */
  readonly mayRun: () => boolean;
  readonly isPaused: (check: TrackedCheck) => boolean;
  readonly start: (check: TrackedCheck) => void;
  /** Checks whose state changed because nobody was watching for a while. */
  readonly onSlept: (checks: readonly TrackedCheck[]) => void;
}): Promise<void> {
  const { checks, clock, signal } = deps;
  let last = clock.now();
  for (;;) {
    const now = clock.now();
    if (deps.mayRun()) {
      const gap = now - last;
      last = now;
      const slept = checks.filter((check) => check.state.isObserved && gap > tickMs + 2 * check.spec.every);
      for (const check of slept) {
        check.state = outOfSight(check.state, now);
        check.nextAt = now;
      }
      if (slept.length > 0) deps.onSlept(slept);
      for (const [index, check] of checks.entries()) {
        const { nextAt } = check;
        if (nextAt === null || check.running) continue;
        if (nextAt > now + check.spec.every) check.nextAt = now + check.spec.every;
        else if (nextAt <= now) {
          check.nextAt = nextDue(check, index, checks.length, now);
          if (!deps.isPaused(check)) deps.start(check);
        }
      }
    }
    const dues = checks.flatMap((check) => (check.nextAt === null || check.running ? [] : [check.nextAt]));
    const wait = deps.mayRun() ? Math.min(tickMs, ...dues.map((due) => due - clock.now())) : tickMs;
    await clock.sleep(Math.max(shortestSleepMs, wait), signal);
  }
}
