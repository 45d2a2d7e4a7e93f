import { anySignal } from 'any-signal';
import type { Clock } from '../platform/clock.ts';

export interface WakeableLoop {
  /** Works until the signal fires. The work says when it wants to look again; null: when it is woken, or after a while. */
  run(work: () => Promise<number | null>, signal: AbortSignal): Promise<void>;
  /** Ends the nap, or spares the next one: a call between two rounds is not lost. */
  wake(): void;
}

/**
 * @param longestMs nobody sleeps longer without looking: another process may have written something
 * @param onError a failed round is told and tried again after the nap
 */
export function createWakeableLoop(
  clock: Clock,
  longestMs: number,
  onError: (error: unknown) => void,
): WakeableLoop {
  let isWoken = false;
  let nap: AbortController | null = null;
  return {
    async run(work, signal) {
      while (!signal.aborted) {
        isWoken = false;
        const next = await work().catch((error: unknown) => {
          onError(error);
          return null;
        });
        if (isWoken || signal.aborted) continue;
        nap = new AbortController();
        const ms = Math.min(Math.max(next === null ? longestMs : next - clock.now(), 0), longestMs);
        // Both endings of a nap are the same: look again.
        const either = anySignal([signal, nap.signal]);
        await clock.sleep(ms, either).catch(() => undefined);
        either.clear();
        nap = null;
      }
    },
    wake() {
      isWoken = true;
      nap?.abort();
    },
  };
}
