import { expect, test } from 'vitest';
import { readArguments, UsageError } from '../bench/arguments.ts';
import { interleave, type Measurement, median, runMeasurement } from '../bench/measurement.ts';
import { formatTable } from '../bench/table.ts';

const known = [{ name: 'startup' }, { name: 'memory' }];
const context = { signal: new AbortController().signal, say: () => undefined };

function measurement(overrides: Partial<Measurement>): Measurement {
  return {
    name: 'rate',
    unit: 'MB/s',
    peer: 'scp',
    what: 'a copy',
    better: 'higher',
    target: 0.8,
    measure: async () => [{ value: 90, peerValue: 100 }],
    ...overrides,
  };
}

test('without names everything is measured, with names those, in the order of the table', () => {
  expect(readArguments([], known)).toEqual({ chosen: known, json: undefined });
  expect(readArguments(['memory', 'startup', '--json', 'a.json'], known)).toEqual({
    chosen: known,
    json: 'a.json',
  });
  expect(readArguments(['memory'], known).chosen).toEqual([{ name: 'memory' }]);
});

test('an unknown name or option is a usage error that lists the names', () => {
  for (const args of [['speed'], ['--fast'], ['--json']]) {
    expect(() => readArguments(args, known)).toThrow(UsageError);
    expect(() => readArguments(args, known)).toThrow('startup, memory');
  }
});

test('the median of an even number is between the two in the middle', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('neither side is always first', async () => {
  const order: string[] = [];
  const take = (side: string) => async (run: number) => {
    order.push(side);
    return run;
  };
  expect(await interleave(3, take('ours'), take('peer'))).toHaveLength(3);
  expect(order).toEqual(['ours', 'peer', 'peer', 'ours', 'ours', 'peer']);
});

test('a target is missed from the side that is worse', async () => {
  const lower = measurement({
    better: 'lower',
    target: 1.3,
    measure: async () => [{ value: 140, peerValue: 100 }],
  });
  expect(await runMeasurement(measurement({}), context)).toMatchObject({ ratio: 0.9, ok: true });
  expect(await runMeasurement(lower, context)).toMatchObject({ ratio: 1.4, ok: false });
});

test('figures that cannot be are no result', async () => {
  const none = measurement({ measure: async () => [] });
  const zero = measurement({ measure: async () => [{ value: 0, peerValue: 100 }] });
  await expect(runMeasurement(none, context)).rejects.toThrow('no usable figures');
  await expect(runMeasurement(zero, context)).rejects.toThrow('no usable figures');
});

test('the table says in which direction a target is and whether it was missed', async () => {
  const slow = measurement({ measure: async () => [{ value: 50, peerValue: 100 }] });
  const table = formatTable([await runMeasurement(slow, context)], [slow]);
  expect(table).toMatch(/rate +MB\/s +50\.0 +100 +0\.50 +≥ 0\.8 +MISSED +scp, median of 1/);
});
