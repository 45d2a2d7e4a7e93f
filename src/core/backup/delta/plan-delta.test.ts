import { describe, expect, test } from 'vitest';
import { planDelta } from './plan-delta.ts';

const of = (text: string, pageSize = 4096) => ({ pageSize, hashes: [...text] });

describe('the plan of a delta', () => {
  test('only changed pages travel, neighbours as one run', () => {
    expect(planDelta(of('abcdefgh'), of('abXYefgZ'))).toEqual({
      kind: 'delta',
      pageSize: 4096,
      pages: 8,
      changed: 3,
      runs: [
        { first: 2, count: 2 },
        { first: 7, count: 1 },
      ],
    });
  });

  test('pages that a grown database gained travel', () => {
    expect(planDelta(of('abcd'), of('abcdef'))).toMatchObject({
      pages: 6,
      runs: [{ first: 4, count: 2 }],
    });
  });

  test('a database that shrank is cut, and nothing travels', () => {
    expect(planDelta(of('abcd'), of('abc'))).toMatchObject({ pages: 3, changed: 0, runs: [] });
  });

  test('a page that only moved counts as changed', () => {
    expect(planDelta(of('abcdef'), of('bacdef'))).toMatchObject({ changed: 2 });
  });

  test('half may change; more than half travels whole', () => {
    expect(planDelta(of('abcd'), of('abXY'))).toMatchObject({ kind: 'delta', changed: 2 });
    expect(planDelta(of('abcd'), of('aXYZ'))).toEqual({ kind: 'whole', reason: 'mostly-changed' });
  });

  test('without a base, or with pages of another size, everything travels', () => {
    expect(planDelta(null, of('ab'))).toEqual({ kind: 'whole', reason: 'no-base' });
    expect(planDelta(of(''), of('ab'))).toEqual({ kind: 'whole', reason: 'no-base' });
    expect(planDelta(of('ab', 1024), of('ab'))).toEqual({
      kind: 'whole',
      reason: 'page-size-changed',
    });
  });
});
