import { expect, it } from 'vitest';
import type { Heartbeat } from '../../shared/domain/health.ts';
import { heartbeatCells } from './heartbeat-cells.ts';

const minute = 60_000;
const beat = (at: number): Heartbeat => ({ at, outcome: 'ok', status: 'up', latencyMs: 5, message: '' });
const kinds = (cells: ReturnType<typeof heartbeatCells>): string =>
  cells.map((cell) => cell.kind[0]).join('');

it('shows regular beats as they are, retries and slow answers included', () => {
  const beats = [0, minute, minute + 20_000, 2 * minute + 25_000].map(beat);
  expect(kinds(heartbeatCells(beats, minute, null))).toBe('bbbb');
});

it('shows a night without watch as unobserved cells between the beats, one an interval', () => {
  const beats = [0, minute, 5 * minute].map(beat);
  expect(kinds(heartbeatCells(beats, minute, null))).toBe('bbgggb');
});

it('shows the time since the newest beat as unobserved while nobody watches', () => {
  expect(kinds(heartbeatCells([beat(0)], minute, 3 * minute))).toBe('bgg');
});

it('never gives more cells than asked for, and keeps the newest', () => {
  const cells = heartbeatCells([beat(0), beat(1000 * minute)], minute, null, 40);
  expect(cells).toHaveLength(40);
  expect(cells.at(-1)).toMatchObject({ kind: 'beat', at: 1000 * minute });
  expect(new Set(cells.map((cell) => cell.at)).size).toBe(40);
});
