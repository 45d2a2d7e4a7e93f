import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of [...listeners]) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/**
 * A text that depends on the time, from one shared timer. The component renders again only when the text
 * differs: forty tiles that say `2 h` cost nothing until they say `3 h`.
 */
export function useClockText(text: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => text(Date.now()));
}

/** The time now, in steps of `stepMs`. */
export function useNow(stepMs = 1000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / stepMs) * stepMs);
}
