/**
 * How many programs run at once over one SSH connection. sshd allows so many sessions a connection (`MaxSessions`, 10
 * by default, 2 where an admin is careful) and does not say how many; forwarded channels do not count.
 */
export interface SessionSlots {
  /** Waits for a free slot; the function that is returned frees it. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>;
  /** The server refused one more: from now on only as many as run besides it, but at least one. */
  refused(): boolean;
}

export function createSessionSlots(initial: number): SessionSlots {
  let limit = initial;
  let used = 0;
  const waiting = new Set<() => void>();

  function free(): void {
    used -= 1;
    wakeNext();
  }
  function wakeNext(): void {
    const [next] = waiting;
    if (!next || used >= limit) return;
    waiting.delete(next);
    next();
  }
  return {
    take(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const start = (): void => {
          signal.removeEventListener('abort', onAbort);
          used += 1;
          let freed = false;
          resolve(() => {
            if (!freed) free();
            freed = true;
          });
        };
        const onAbort = (): void => {
          waiting.delete(start);
          reject(signal.reason);
        };
        if (used < limit) return start();
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.add(start);
      });
    },
    /** True when trying again later can help, because others hold what there is. */
    refused() {
      const others = used - 1;
      limit = Math.max(1, Math.min(limit, others));
      return others > 0;
    },
  };
}
