import { expect, test } from 'vitest';
import { CheckSpec, ServiceSpec } from '../../shared/domain/profile.ts';
import { createManualClock, type ManualClock } from '../platform/manual-clock.ts';
import { beginRound, runSchedule } from './check-schedule.ts';
import { afterRun } from './evaluate-health.ts';
import { type TrackedCheck, trackCheck } from './tracked-check.ts';

const service = ServiceSpec.parse({ id: 'warga', name: 'Warga', runsAs: 'container' });

function makeCheck(clock: ManualClock, every: string, id = 'health'): TrackedCheck {
  const spec = CheckSpec.parse({ id, kind: 'tcp', port: 1, every });
  return trackCheck(service, spec, clock.now(), undefined, []);
}

/** A schedule whose checks take so long; the times at which each was started, in seconds from the beginning. */
function schedule(clock: ManualClock, checks: readonly TrackedCheck[], options: { takesMs?: number } = {}) {
  const begin = clock.now();
  const starts = new Map<TrackedCheck, number[]>(checks.map((check) => [check, []]));
  const stop = new AbortController();
  const slept: TrackedCheck[] = [];
  let atOnce = 0;
  const seen = { most: 0, mayRun: true };
  beginRound(checks, begin);
  const ended = runSchedule({
    checks,
    clock,
    signal: stop.signal,
    mayRun: () => seen.mayRun,
    isPaused: () => false,
    start(check) {
      starts.get(check)?.push((clock.now() - begin) / 1000);
      atOnce += 1;
      seen.most = Math.max(seen.most, atOnce);
      check.running = clock.sleep(options.takesMs ?? 0).then(() => {
        atOnce -= 1;
        check.state = afterRun(check.state, 'ok', 2, clock.now());
        check.running = null;
      });
    },
    onSlept: (found) => slept.push(...found),
  }).catch(() => undefined);
  const of = (check: TrackedCheck): number[] => starts.get(check) ?? [];
  return { of, slept, seen, stop: () => stop.abort(), ended };
}

test('a check runs at its interval', async () => {
  const clock = createManualClock();
  const check = makeCheck(clock, '1m');
  const run = schedule(clock, [check]);
  await clock.advance(185_000);
  run.stop();
  expect(run.of(check).map(Math.round)).toEqual([0, 60, 120, 180]);
});

test('many checks of one interval are spread over it', async () => {
  const clock = createManualClock();
  const checks = Array.from({ length: 6 }, (_, index) => makeCheck(clock, '1m', `c${index}`));
  const run = schedule(clock, checks);
  await clock.advance(130_000);
  run.stop();
  const second = checks.map((check) => Math.round(run.of(check)[1] ?? 0));
  expect(new Set(second).size).toBe(6);
  expect(checks.every((check) => (run.of(check)[0] ?? 99) < 1)).toBe(true);
});

test('a check slower than its interval never overlaps itself', async () => {
  const clock = createManualClock();
  const check = makeCheck(clock, '10s');
  const run = schedule(clock, [check], { takesMs: 35_000 });
  await clock.advance(200_000);
  run.stop();
  expect(run.seen.most).toBe(1);
  expect(run.of(check).length).toBeLessThanOrEqual(6);
  expect(run.of(check).length).toBeGreaterThanOrEqual(5);
});

test('after a sleep of the laptop one round runs, at once, and the missed ones do not pile up', async () => {
  const clock = createManualClock();
  const [fast, slow] = [makeCheck(clock, '1m', 'fast'), makeCheck(clock, '5m', 'slow')];
  const run = schedule(clock, [fast, slow]);
  await clock.advance(90_000);
  const before = [run.of(fast).length, run.of(slow).length];
  clock.set(clock.now() + 8 * 3_600_000);
  await clock.advance(6000);
  expect([run.of(fast).length, run.of(slow).length]).toEqual(before.map((count) => count + 1));
  expect(run.slept).toEqual([fast, slow]);
  run.stop();
});

test('what was not watched in the sleep is unobserved until its next run', async () => {
  const clock = createManualClock();
  const check = makeCheck(clock, '1m');
  const run = schedule(clock, [check], { takesMs: 2000 });
  await clock.advance(10_000);
  expect(check.state.isObserved).toBe(true);
  clock.set(clock.now() + 3_600_000);
  await clock.advance(5000);
  expect(check.state).toMatchObject({ isObserved: false, seen: 'up' });
  await clock.advance(3000);
  expect(check.state.isObserved).toBe(true);
  run.stop();
});

test('a clock that is set back does not leave a check waiting for hours', async () => {
  const clock = createManualClock();
  const check = makeCheck(clock, '1m');
  const run = schedule(clock, [check]);
  await clock.advance(61_000);
  const before = run.of(check).length;
  clock.set(clock.now() - 5 * 3_600_000);
  await clock.advance(130_000);
  expect(run.of(check).length - before).toBeGreaterThanOrEqual(2);
  run.stop();
});

test('nothing runs while another process holds the lease, and a round runs when it is ours', async () => {
  const clock = createManualClock();
  const check = makeCheck(clock, '1m');
  const run = schedule(clock, [check]);
  run.seen.mayRun = false;
  await clock.advance(300_000);
  const before = run.of(check).length;
  run.seen.mayRun = true;
  await clock.advance(6000);
  expect(run.of(check).length).toBe(before + 1);
  run.stop();
});
