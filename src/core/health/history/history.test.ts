import { expect, test } from 'vitest';
import { createMemoryRepositories } from '../../backup/testing/memory-repositories.ts';
import {
  addHistogram,
  addLatency,
  type LatencyHistogram,
  percentile,
  readHistogram,
  writeHistogram,
} from './latency-histogram.ts';
import { bucketBeats, observedMs, type SeenBeat, uptimeOf } from './observed-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse('2026-01-01T00:00:00Z');
const key = { hostId: 'rt', serviceId: 'warga-service', checkId: 'health' };
const beatAt = (at: number, latencyMs: number | null) => ({
  ...key,
  at,
  outcome: latencyMs === null ? ('fail' as const) : ('ok' as const),
  status: latencyMs === null ? ('down' as const) : ('up' as const),
  latencyMs,
  message: '',
});

test('a percentile survives adding histograms up, within a bucket of the exact one', () => {
  const values = Array.from({ length: 5000 }, (_, index) => ((index * 7919) % 5000) / 7 + 0.05);
  const parts: LatencyHistogram[] = [new Map(), new Map(), new Map()];
  for (const [index, value] of values.entries()) addLatency(parts[index % 3] ?? new Map(), value);
  const sum: LatencyHistogram = new Map();
  for (const part of parts) addHistogram(sum, readHistogram(writeHistogram(part)));
  const sorted = values.toSorted((a, b) => a - b);
  for (const share of [0.5, 0.95, 0.99]) {
    const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    expect(Math.abs((percentile(sum, share) ?? 0) / exact - 1), String(share)).toBeLessThan(0.055);
  }
  expect(percentile(new Map(), 0.5)).toBeNull();
});

test('what a beat saw holds until the next, and after two missed ones nobody was watching', () => {
  const beats: SeenBeat[] = [
    { at: 0, status: 'up', latencyMs: 5 },
    { at: minute, status: 'pending', latencyMs: null },
    { at: 2 * minute, status: 'down', latencyMs: null },
    // The laptop slept for an hour.
    { at: 62 * minute, status: 'up', latencyMs: 5 },
    { at: 63 * minute, status: 'paused', latencyMs: 900 },
  ];
  const [whole] = bucketBeats(beats, day, 2 * minute, 64 * minute);
  expect(whole).toMatchObject({ upMs: 2 * minute, downMs: 3 * minute, pausedMs: minute });
  expect(whole && uptimeOf(whole)).toBeCloseTo(0.4);
  expect(whole && observedMs(whole)).toBe(5 * minute);
  // What was measured while it was stopped on purpose is no response time of its own.
  expect(whole && percentile(whole.latencies, 1)).toBeLessThan(6);
});

test('nobody watching is no uptime at all, neither 0 nor 1', () => {
  expect(uptimeOf({ upMs: 0, degradedMs: 0, downMs: 0, pausedMs: hour })).toBeNull();
});

test('beats become minutes, hours and days, and no second of what they saw is lost or counted twice', async () => {
  const { heartbeats, history } = createMemoryRepositories();
  const days = 5;
  const every = 10 * minute;
  const count = (days * day) / every;
  for (let index = 0; index < count; index++)
    await heartbeats.add(beatAt(start + index * every, index % 10 === 0 ? null : 20 + (index % 100)));
  const end = start + days * day;
  // The last beat holds for two intervals and a quarter of a minute more.
  const before = await history.totals(key, start, end, every);
  expect(before).toEqual({ upMs: 0.9 * days * day, degradedMs: 0, downMs: 0.1 * days * day, pausedMs: 0 });
  let moved = 0;
  let grown = 0;
  for (const now of [end, end + 3 * hour, end + day, end + 9 * day, end + 60 * day, end + 200 * day]) {
    moved += await history.compact(now, { 'rt/warga-service/health': every });
    const { upMs, downMs } = await history.totals(key, start, end + day, every);
    expect(downMs, String((now - end) / hour)).toBe(before.downMs);
    grown = upMs - before.upMs;
    expect(grown).toBe(10 * minute + 15_000);
  }
  expect(moved).toBe(count);
  expect(await heartbeats.history(key, 0)).toEqual([]);
  const [total] = await history.series(key, start - day, end + day, 400 * day, every);
  expect(total).toMatchObject({ upMs: before.upMs + grown, downMs: before.downMs });
  expect(Math.abs((percentile(total?.latencies ?? new Map(), 0.95) ?? 0) / 115 - 1)).toBeLessThan(0.06);
});

test('a series is in buckets of one size, and what nobody saw is not in it', async () => {
  const { heartbeats, history } = createMemoryRepositories();
  for (const at of [0, 1, 2, 3, 120, 121]) await heartbeats.add(beatAt(start + at * minute, 10));
  const series = await history.series(key, start, start + 122 * minute, 30 * minute, minute);
  expect(series.map(({ at, upMs }) => [(at - start) / minute, upMs / minute])).toEqual([
    [0, 5.25],
    [120, 2],
  ]);
});
