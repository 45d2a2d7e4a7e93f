import { anySignal } from 'any-signal';
import type { Clock } from '../platform/clock.ts';

/**
 * Waits for `work`, at most `ms`. The work itself is not stopped: the caller frees what it holds when this rejects.
 * @param tooLate makes the error of a deadline that passed
 * @throws the signal's reason when it fires first
 */
export async function withDeadline<T>(
  work: Promise<T>,
  limit: { readonly clock: Clock; readonly ms: number; readonly signal: AbortSignal },
  tooLate: () => Error,
): Promise<T> {
  const done = new AbortController();
  const either = anySignal([limit.signal, done.signal]);
  const waiting = limit.clock.sleep(limit.ms, either);
  try {
    return await Promise.race([
      work,
      waiting.then(() => {
        throw tooLate();
      }),
    ]);
  } catch (error) {
    limit.signal.throwIfAborted();
    throw error;
  } finally {
    done.abort();
    either.clear();
  }
}
