import { expect, test } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

test('a bucket starts empty and fills at its rate', () => {
  const bucket = createTokenBucket(8_000_000, 100);
  expect(bucket.refill(100, 1e6)).toBe(0);
  expect(bucket.refill(110, 1e6)).toBe(10_000);
  bucket.take(4_000);
  expect(bucket.refill(110, 1e6)).toBe(6_000);
  expect(bucket.msUntil(8_000)).toBe(2);
});

test('an idle line saves up no more than it is allowed to', () => {
  const bucket = createTokenBucket(8_000_000, 0);
  expect(bucket.refill(60_000, 2_000)).toBe(2_000);
});

test('a new rate forgets what the old one saved up', () => {
  const bucket = createTokenBucket(8_000_000, 0);
  bucket.refill(10, 1e6);
  bucket.setRate(8_000, 10);
  expect(bucket.refill(20, 1e6)).toBe(10);
});

test('a line without a rate never waits', () => {
  const bucket = createTokenBucket(null, 0);
  expect(bucket.refill(0, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(bucket.msUntil(1e9)).toBe(0);
});

test.each([0, -1, Number.NaN])('a rate of %s is refused', (rate) => {
  expect(() => createTokenBucket(rate, 0)).toThrow(RangeError);
});
