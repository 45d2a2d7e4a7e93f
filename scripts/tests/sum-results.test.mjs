import { expect, test } from 'vitest';
import { emptyResult } from './read-results.mjs';
import { judgePart, sumParts } from './sum-results.mjs';

test('a skipped test fails the part and is named', () => {
  expect(judgePart({ ...emptyResult(), passed: 3, skipped: ['later'] }, 0)).toEqual({
    passed: 3,
    failed: 1,
    reasons: ['skipped: later'],
  });
});

test('a part that ran no test fails, although its command was content', () => {
  expect(judgePart(emptyResult(), 0)).toEqual({ passed: 0, failed: 1, reasons: ['no test ran'] });
});

test('a command that fails although every test passed fails the part', () => {
  expect(judgePart({ ...emptyResult(), passed: 5 }, 1).failed).toBe(1);
});

test('failed tests are counted once, not again for the exit code they cause', () => {
  expect(judgePart({ ...emptyResult(), passed: 5, failed: 2 }, 1)).toEqual({
    passed: 5,
    failed: 2,
    reasons: [],
  });
});

test('the last line sums the parts and the exit code agrees with it', () => {
  const parts = [
    { passed: 3, failed: 0 },
    { passed: 4, failed: 0 },
  ];
  expect(sumParts(parts)).toMatchObject({ line: 'Tests: 7 passed, 0 failed', exitCode: 0 });
  expect(sumParts([...parts, { passed: 1, failed: 2 }])).toMatchObject({
    line: 'Tests: 8 passed, 2 failed',
    exitCode: 1,
  });
  expect(sumParts([]).exitCode).toBe(1);
});
