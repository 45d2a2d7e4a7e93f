import { isAbort, RondaError } from '../../../shared/errors.ts';
import type { HostConnection, HostConnections } from '../../hosts/host-connection.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import type { DatabaseLocks } from '../database-locks.ts';

/** A restore whose database is held by somebody is looked at again after this. */
const lookAgainMs = 5000;
/** So long a console that closes waits for recoveries: the worst of them is a service that stands still. */
const closeWithinMs = 30_000;

/** What every kind of recovery comes to. */
export interface Recovered {
  readonly outcome: 'restored' | 'rolled-back' | 'undone';
  readonly reason: string;
}

/** One restore that has begun and not ended. */
export interface InterruptedRestore<R extends Recovered> {
  readonly restoreId: string;
  /** What it holds while it is at work. */
  readonly key: DatabaseKey;
  /** Finishes or undoes it. Called under its lock. */
  recover(connection: HostConnection): Promise<R>;
}

export interface InterruptedRestores<R extends Recovered> {
  /** One round over a connected host's unfinished restores. Those that another holds are left to it. */
  recover(hostId: string): Promise<R[]>;
  /** From now on every host that connects is recovered, and looked after as long as somebody holds a database of it. */
  start(): void;
  /** Resolves when the first round of the host's present connection is over; rejects only by the signal. */
  whenRecovered(hostId: string, signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export interface InterruptedRestoresDeps<R extends Recovered> {
  readonly clock: Clock;
  readonly log: Log;
  readonly unfinished: (hostId: string) => Promise<readonly InterruptedRestore<R>[]>;
  readonly connections: HostConnections;
  readonly locks: DatabaseLocks;
  readonly onJournal: (entry: BackupJournalEntry) => void;
}

/** Finishes or undoes what a killed console or a lost link left. */
export function createInterruptedRestores<R extends Recovered>(
  deps: InterruptedRestoresDeps<R>,
): InterruptedRestores<R> {
  const { connections, locks, onJournal, unfinished, clock, log } = deps;
  const stopping = new AbortController();
  const firstRounds = new Map<string, Promise<void>>();
  const atWork = new Set<Promise<unknown>>();
  let unsubscribe: (() => void) | null = null;

  /** @returns what was recovered, and whether some restore is still another's to end */
  async function round(hostId: string): Promise<{ recovered: R[]; isHeld: boolean }> {
    const recovered: R[] = [];
    let isHeld = false;
    for (const { key, restoreId } of await unfinished(hostId)) {
      try {
        await locks.hold(key, async () => {
          // Read again under the lock: whoever held it may have just ended this restore.
          const now = (await unfinished(hostId)).find((each) => each.restoreId === restoreId);
          if (!now) return;
          const result = await now.recover(connections.get(hostId));
          recovered.push(result);
          const { outcome, reason } = result;
          const event = outcome === 'restored' ? 'restored' : 'rolled-back';
          const text = `${key.databaseId}: an interrupted restore was ${outcome}${reason ? `: ${reason}` : ''}`;
          onJournal({ hostId, serviceId: key.serviceId, event, text });
        });
      } catch (error) {
        if (error instanceof RondaError && error.code === 'state.lease-held') {
          isHeld = true;
          continue;
        }
        if (!isAbort(error)) log.error('an interrupted restore could not be recovered', { restoreId, error });
        const text = `${key.databaseId}: an interrupted restore waits to be recovered: ${plainDetail(error)}`;
        onJournal({ hostId, serviceId: key.serviceId, event: 'restore-failed', text });
      }
    }
    return { recovered, isHeld };
  }

  function tracked<T>(work: Promise<T>): Promise<T> {
    atWork.add(work);
    const forget = (): void => void atWork.delete(work);
    work.then(forget, forget);
    return work;
  }

  /**
   * Whoever holds a database may end the restore itself, or be killed over it, or lose the link to it: then nobody but
   * us would ever start the service again. So this ends only when nothing is unfinished or the connection is lost.
   */
  async function lookAfter(hostId: string, connection: HostConnection, firstDone: () => void): Promise<void> {
    const signal = AbortSignal.any([connection.signal, stopping.signal]);
    try {
      let isHeld = true;
      while (isHeld && !signal.aborted) {
        ({ isHeld } = await tracked(round(hostId)));
        firstDone();
        if (isHeld) await clock.sleep(lookAgainMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) log.error('interrupted restores could not be looked for', { hostId, error });
    } finally {
      firstDone();
    }
  }

  return {
    recover: async (hostId) => (await round(hostId)).recovered,
    start() {
      unsubscribe = connections.subscribe((hostId, connection) => {
        if (!connection || stopping.signal.aborted) return;
        const first = new Promise<void>((resolve) => void lookAfter(hostId, connection, resolve));
        firstRounds.set(hostId, first);
        void first.then(() => {
          if (firstRounds.get(hostId) === first) firstRounds.delete(hostId);
        });
      });
    },
    async whenRecovered(hostId, signal) {
      const first = firstRounds.get(hostId);
      if (!first) return;
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => reject(signal.reason);
        signal.addEventListener('abort', onAbort, { once: true });
        void first.then(() => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        });
      });
    },
    async stop() {
      unsubscribe?.();
      stopping.abort();
      if (atWork.size === 0) return;
      const enough = new AbortController();
      await Promise.race([
        Promise.allSettled(atWork),
        clock.sleep(closeWithinMs, enough.signal).catch(() => undefined),
      ]);
      enough.abort();
    },
  };
}
