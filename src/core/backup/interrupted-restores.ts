import { isAbort, RondaError } from '../../shared/errors.ts';
import type { HostConnection, HostConnections } from '../hosts/host-connection.ts';
import { plainDetail } from '../platform/plain-detail.ts';
import type { BackupJournalEntry } from './backup-handlers.ts';
import type { DatabaseLocks } from './database-locks.ts';
import { type RecoveredRestore, recoverRestore } from './recover-restores.ts';
import type { RestoreDeps } from './run-restore.ts';

/** A restore whose database is held by somebody is looked at again after this. */
const lookAgainMs = 5000;
/** So long a console that closes waits for recoveries: the worst of them is a service that stands still. */
const closeWithinMs = 30_000;

export interface InterruptedRestores {
  /** One round over a connected host's unfinished restores. Those that another holds are left to it. */
  recover(hostId: string): Promise<RecoveredRestore[]>;
  /** From now on every host that connects is recovered, and looked after as long as somebody holds a database of it. */
  start(): void;
  /** Resolves when the first round of the host's present connection is over; rejects only by the signal. */
  whenRecovered(hostId: string, signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export interface InterruptedRestoresDeps
  extends Pick<RestoreDeps, 'clock' | 'log' | 'journal' | 'checkHealth'> {
  readonly connections: HostConnections;
  readonly locks: DatabaseLocks;
  readonly onJournal: (entry: BackupJournalEntry) => void;
}

/** Finishes or undoes what a killed console or a lost link left. */
export function createInterruptedRestores(deps: InterruptedRestoresDeps): InterruptedRestores {
  const { connections, locks, onJournal, journal, clock, log } = deps;
  const stopping = new AbortController();
  const firstRounds = new Map<string, Promise<void>>();
  const atWork = new Set<Promise<unknown>>();
  let unsubscribe: (() => void) | null = null;

  /** @returns what was recovered, and whether some restore is still another's to end */
  async function round(hostId: string): Promise<{ recovered: RecoveredRestore[]; isHeld: boolean }> {
    const recovered: RecoveredRestore[] = [];
    let isHeld = false;
    for (const { record } of await journal.unfinished(hostId)) {
      const { key, restoreId } = record;
      try {
        await locks.hold(key, async () => {
          // Read again under the lock: whoever held it may have just ended this restore.
          const now = (await journal.unfinished(hostId)).find((r) => r.record.restoreId === restoreId);
          if (!now) return;
          const result = await recoverRestore(deps, connections.get(hostId), now);
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
