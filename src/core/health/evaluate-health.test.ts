import { expect, test } from 'vitest';
import type { BeatOutcome } from '../../shared/domain/health.ts';
import { afterRun, type CheckState, neverSeen, outOfSight, statusOf } from './evaluate-health.ts';

/** The statuses that a row of outcomes leads to, a minute apart. */
function statuses(
  outcomes: readonly BeatOutcome[],
  threshold = 2,
  from: CheckState = neverSeen(0),
): string[] {
  let state = from;
  return outcomes.map((outcome, index) => {
    state = afterRun(state, outcome, threshold, index * 60_000);
    return statusOf(state);
  });
}

test('nothing that was never run is up', () => {
  expect(statusOf(neverSeen(0))).toBe('unobserved');
});

test.each([
  [2, 'pending down down'],
  [1, 'down down down'],
  [3, 'pending pending down'],
])('%i failures in a row make down', (threshold, expected) => {
  expect(statuses(['fail', 'fail', 'fail'], threshold).join(' ')).toBe(expected);
});

test('one good run ends down, and failures are counted anew', () => {
  expect(statuses(['fail', 'fail', 'ok', 'fail', 'fail']).join(' ')).toBe('pending down up pending down');
});

test('flapping below the threshold never becomes down', () => {
  expect(statuses(['fail', 'ok', 'fail', 'ok', 'fail'])).not.toContain('down');
});

test('degraded answers, so it counts as no failure', () => {
  expect(statuses(['fail', 'degraded', 'fail', 'ok']).join(' ')).toBe('pending degraded pending up');
});

test('since is the moment of the change, not of the newest run', () => {
  const first = afterRun(neverSeen(0), 'ok', 2, 1000);
  const second = afterRun(first, 'ok', 2, 2000);
  const third = afterRun(second, 'fail', 2, 3000);
  expect([first.since, second.since, third.since]).toEqual([1000, 1000, 3000]);
});

test('two failures with a night without watching between them are not two in a row', () => {
  const before = outOfSight(afterRun(neverSeen(0), 'fail', 2, 0), 10);
  expect(statusOf(before)).toBe('unobserved');
  expect(statusOf(afterRun(before, 'fail', 2, 20))).toBe('pending');
});

test('what was down before the gap is down at the next failure, and up at the next success', () => {
  const down = afterRun(afterRun(neverSeen(0), 'fail', 2, 0), 'fail', 2, 1);
  const gap = outOfSight(down, 10);
  expect(gap.seen).toBe('down');
  expect(statusOf(afterRun(gap, 'fail', 2, 20))).toBe('down');
  expect(statusOf(afterRun(gap, 'ok', 2, 20))).toBe('up');
});
