import type { Clock } from './clock.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface ManualClock extends Clock {
  /** Moves time on, waking sleepers in the order of their time, and lets their work settle in between. */
  advance(ms: number): Promise<void>;
  /** Puts the wall clock anywhere, backwards too, without waking anybody. */
  set(now: number): void;
  /** How many sleeps have begun so far: a test sees by it that what it waits for has set its alarm. */
  sleepsBegun(): number;
}

/** A clock for tests. Sleepers wait for elapsed time, so setting the wall clock does not touch them. */
export function createManualClock(start = 1_800_000_000_000): ManualClock {
  let now = start;
  let elapsed = 0;
  let begun = 0;
  const sleepers = new Set<Sleeper>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return {
    now: () => now,
    sleepsBegun: () => begun,
    sleep(ms, signal) {
      begun++;
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper: Sleeper = {
          at: elapsed + ms,
          wake: () => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.add(sleeper);
      });
    },
    async advance(ms) {
      const end = elapsed + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].filter((s) => s.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now += next.at - elapsed;
        elapsed = next.at;
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      now += end - elapsed;
      elapsed = end;
      await settle();
    },
    set: (value) => {
      now = value;
    },
  };
}
