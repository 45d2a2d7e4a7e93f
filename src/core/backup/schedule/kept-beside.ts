import type { KeptBackupPlan } from '../../../shared/domain/backup-plan.ts';
import { type ErrorShape, RondaError, toErrorShape } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Schedule } from '../../platform/cron.ts';
import type { Log } from '../../platform/log.ts';
import type { AlsoKept } from './after-round.ts';
import { owedSince } from './owed-backup.ts';

interface Beside {
  /** When this process kept it last. */
  keptAt: number | null;
  failures: number;
  retryAt: number;
  error: ErrorShape | null;
  /** A part waits for the vault to be opened. */
  isPartial: boolean;
}

export interface KeptBeside {
  /**
   * Keeps it after a round that copied a database, and once a start where none was: of a host without databases, or
   * whose databases all failed, the rest is kept all the same. What fails is tried again.
   * @param newestAt of the newest copy of any database of the host: what is kept beside was, too, at that time
   */
  work(
    kept: KeptBackupPlan,
    schedule: Schedule,
    round: { readonly hasCopied: boolean; readonly newestAt: number | null },
    signal: AbortSignal,
  ): Promise<void>;
  /** What is to be told of a host; null: it is well; undefined: this process cannot know yet. */
  problem(hostId: string, host: string): RondaError | null | undefined;
  forgetHost(hostId: string): void;
}

/** JSON data, environment and configuration: what a plan keeps of a host beside its databases. */
export function createKeptBeside(
  {
    clock,
    log,
    isVaultOpen,
  }: { readonly clock: Clock; readonly log: Log; readonly isVaultOpen: () => boolean },
  keep: AlsoKept,
  retryAfter: (failures: number) => number,
): KeptBeside {
  const hosts = new Map<string, Beside>();
  return {
    async work({ hostId, setAt }, schedule, { hasCopied, newestAt }, signal) {
      const one = hosts.get(hostId) ?? {
        keptAt: null,
        failures: 0,
        retryAt: 0,
        error: null,
        isPartial: false,
      };
      const keptAt = Math.max(one.keptAt ?? 0, newestAt ?? 0) || null;
      const isDue = one.error
        ? clock.now() >= one.retryAt
        : one.retryAt <= clock.now() && owedSince(schedule, setAt, keptAt, clock.now()) !== null;
      if (!hasCopied && !isDue && !(one.isPartial && isVaultOpen())) return;
      hosts.set(hostId, one);
      try {
        const isWhole = await keep(hostId, signal);
        Object.assign(one, {
          keptAt: clock.now(),
          failures: 0,
          retryAt: 0,
          error: null,
          isPartial: !isWhole,
        });
      } catch (error) {
        if (signal.aborted) return;
        const shape = toErrorShape(error);
        one.retryAt = clock.now() + retryAfter(one.failures);
        one.isPartial = false;
        // Another one works on it: nothing is wrong.
        if (shape.code === 'state.lease-held') return;
        one.failures += 1;
        one.error = shape;
        log.warn('what is kept beside the databases could not be', { hostId, error });
      }
    },
    problem(hostId, host) {
      const one = hosts.get(hostId);
      if (!one) return undefined;
      if (one.failures > 1)
        return new RondaError('backup-plan.beside-failed', { host, detail: one.error?.message ?? '' });
      return one.error === null && one.keptAt !== null ? null : undefined;
    },
    forgetHost: (hostId) => void hosts.delete(hostId),
  };
}
