import { type OpenedBackup, type OpenStoredDeps, openStored } from '../stored/open-stored.ts';

type Stored = Parameters<typeof openStored>[1];

export interface OpenedBackups {
  /**
   * Runs work with the plain file of a backup. A packed one stays unpacked for a while: who turns a page would wait
   * for the whole file again.
   * @throws as `openStored` does
   */
  use<T>(backupId: string, stored: Stored, work: (file: string) => Promise<T>): Promise<T>;
  /** Removes what is unpacked. */
  close(): Promise<void>;
}

interface Held {
  readonly opening: Promise<OpenedBackup>;
  readonly abort: AbortController;
  users: number;
  timer: NodeJS.Timeout | null;
}

/** Residents' data lies unpacked for so long after the last look, and no longer. */
const keptMs = 60_000;

export function createOpenedBackups(deps: OpenStoredDeps, idleMs = keptMs): OpenedBackups {
  const held = new Map<string, Held>();

  function hold(backupId: string, stored: Stored): Held {
    // Not the caller's signal: the next one waits for the same file, and must not be stopped with the first.
    const abort = new AbortController();
    const opening = openStored(deps, stored, { signal: abort.signal });
    const entry = { opening, abort, users: 0, timer: null };
    held.set(backupId, entry);
    return entry;
  }

  async function drop(backupId: string, entry: Held): Promise<void> {
    if (held.get(backupId) === entry) held.delete(backupId);
    if (entry.timer) clearTimeout(entry.timer);
    entry.abort.abort();
    const opened = await entry.opening.catch(() => null);
    await opened?.close();
  }

  return {
    async use(backupId, stored, work) {
      const entry = held.get(backupId) ?? hold(backupId, stored);
      if (entry.timer) clearTimeout(entry.timer);
      entry.users += 1;
      try {
        const { file } = await entry.opening.catch((error: unknown) => {
          // It is tried anew the next time: its key may be there by then.
          if (held.get(backupId) === entry) held.delete(backupId);
          throw error;
        });
        return await work(file);
      } finally {
        entry.users -= 1;
        if (entry.users === 0 && held.get(backupId) === entry) {
          entry.timer = setTimeout(() => void drop(backupId, entry), idleMs);
          entry.timer.unref();
        }
      }
    },
    async close() {
      await Promise.all([...held].map(([backupId, entry]) => drop(backupId, entry)));
    },
  };
}
