import { expect, test } from 'vitest';
import type { Heartbeat } from '../../../shared/domain/health.ts';
import { passedPercent, responseFigures, responseSeries } from './response-times.ts';

const minute = 60_000;
const beat = (at: number, over: Partial<Heartbeat> = {}): Heartbeat => ({
  at,
  outcome: 'ok',
  status: 'up',
  latencyMs: 10,
  message: '',
  ...over,
});

test('time that nobody watched is a gap and not a line', () => {
  const series = responseSeries([beat(0), beat(minute), beat(10 * minute)], minute);
  expect(series.times).toEqual([0, 60, 120, 600]);
  expect(series.latencies).toEqual([10, 10, null, 10]);
});

test('a failure without an answer breaks the line and is marked at the ground', () => {
  const failed = beat(minute, { outcome: 'fail', status: 'down', latencyMs: null });
  const series = responseSeries([beat(0), failed], minute);
  expect(series.latencies).toEqual([10, null]);
  expect(series.troubles).toEqual([null, 0]);
});

test('a clock that was set back does not fold the line', () => {
  expect(responseSeries([beat(5 * minute), beat(minute), beat(6 * minute)], minute).times).toEqual([
    300, 360,
  ]);
});

test('percentiles are values that were measured', () => {
  const beats = Array.from({ length: 100 }, (_, index) => beat(index, { latencyMs: 100 - index }));
  expect(responseFigures(beats)).toEqual({ min: 1, median: 50, p95: 95, max: 100 });
  expect(responseFigures([beat(0, { latencyMs: null })])).toBeNull();
});

test('what was not observed counts neither as passed nor as failed', () => {
  const unseen = beat(2, { status: 'unobserved', outcome: 'fail' });
  expect(passedPercent([beat(0), beat(1, { outcome: 'fail', status: 'down' }), unseen])).toBe(50);
  expect(passedPercent([unseen])).toBeNull();
});
