import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** Give up after this long; the default is 30 s. */
  timeoutMs?: number;
  everyMs?: number;
  signal?: AbortSignal;
}

/**
 * Polls until the predicate returns something truthy, and returns that.
 *
 * A predicate that throws counts as "not yet"; its last error is the `cause` of the timeout, so that a test
 * which never got an answer says why.
 */
export async function waitFor<T>(
  description: string,
  predicate: () => T | Promise<T>,
  { timeoutMs = 30_000, everyMs = 100, signal }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const value = await predicate();
      if (value) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) {
      const reason = lastError instanceof Error ? `: ${lastError.message}` : '';
      throw new Error(`Waited ${timeoutMs} ms in vain for ${description}${reason}`, { cause: lastError });
    }
    await sleep(everyMs, undefined, signal ? { signal } : {});
  }
}
