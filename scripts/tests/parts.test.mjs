import { expect, test } from 'vitest';
import { KNOWN_NEEDS } from '../bootstrap.mjs';
import { chooseParts, needsOf, PARTS } from './parts.mjs';

test('no word means every part', () => {
  expect(chooseParts([])).toEqual({ parts: PARTS, runnerArgs: [] });
});

test('named parts run in their fixed order, and further words go to their runner', () => {
  const { parts, runnerArgs } = chooseParts(['unit', 'lint', 'src/core/logs', '-t', 'x']);
  expect(parts.map(({ name }) => name)).toEqual(['lint', 'unit']);
  expect(runnerArgs).toEqual(['src/core/logs', '-t', 'x']);
});

test('a word that is no part is refused instead of running everything', () => {
  expect(() => chooseParts(['units'])).toThrow('no test part "units"');
});

test('lint alone sets up nothing but the npm packages', () => {
  expect(needsOf(chooseParts(['lint']).parts)).toEqual([]);
});

test('what the parts need is what the bootstrap knows', () => {
  expect(needsOf(PARTS).filter((need) => !KNOWN_NEEDS.includes(need))).toEqual([]);
});
