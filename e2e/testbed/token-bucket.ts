/** Bytes that may pass now, refilled at a fixed rate. Times are milliseconds of one monotonic clock. */
export interface TokenBucket {
  /** Adds what has accrued since the last call, up to `maxBytes` in all, and returns the bytes available. */
  refill(now: number, maxBytes: number): number;
  take(bytes: number): void;
  /** Milliseconds until `bytes` will be available, counted from the last refill; 0 if they are. */
  msUntil(bytes: number): number;
  /** `null` removes the limit. What was saved up so far is forgotten. */
  setRate(bitsPerSecond: number | null, now: number): void;
  /** Bytes a millisecond, or `Infinity`. */
  bytesPerMs(): number;
}

/** Starts empty, so that a short transfer is not measured faster than the line. */
export function createTokenBucket(bitsPerSecond: number | null, startedAt: number): TokenBucket {
  let rate = toBytesPerMs(bitsPerSecond);
  let tokens = 0;
  let lastRefill = startedAt;
  return {
    refill(now, maxBytes) {
      if (rate === Number.POSITIVE_INFINITY) return rate;
      tokens = Math.min(tokens + (now - lastRefill) * rate, maxBytes);
      lastRefill = now;
      return tokens;
    },
    take(bytes) {
      tokens -= bytes;
    },
    msUntil(bytes) {
      if (rate === Number.POSITIVE_INFINITY) return 0;
      return Math.max(0, (bytes - tokens) / rate);
    },
    setRate(next, now) {
      rate = toBytesPerMs(next);
      tokens = 0;
      lastRefill = now;
    },
    bytesPerMs: () => rate,
  };
}

function toBytesPerMs(bitsPerSecond: number | null): number {
  if (bitsPerSecond === null) return Number.POSITIVE_INFINITY;
  if (!(bitsPerSecond > 0)) throw new RangeError(`A rate must be above 0 bit/s, not ${bitsPerSecond}.`);
  return bitsPerSecond / 8000;
}
