import { randomUUID } from 'node:crypto';
import type { ActiveSilence, Silence, SilenceView } from '../../shared/domain/silence.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { redactText } from '../redaction/redact-text.ts';
import type { StatePublisher } from '../state/published-state.ts';
import type { Remote } from '../storage/remote.ts';
import type { createSilenceRepository } from './silence-repository.ts';
import { activeUntil, nextStart, nextStarts, requireUsable } from './silence-window.ts';

export type SilenceOperation = `silences.${'list' | 'add' | 'end' | 'preview'}`;

export interface Silences {
  readonly handlers: Handlers<SilenceOperation>;
  /** The silence that a service (null: the host itself) is under now; of several, the one that ends last. */
  of(hostId: string, serviceId: string | null): ActiveSilence | null;
  /** Reads what is kept and publishes it. */
  start(): Promise<void>;
  /** Looks at the clock, and at what another process wrote, until the signal fires. */
  run(signal: AbortSignal): Promise<void>;
  forgetHost(hostId: string): Promise<void>;
}

/** The clock is looked at this often at least, and at each beginning and end. */
const lookEveryMs = 15_000;

export function createSilences(ports: {
  readonly repository: Remote<{ silences: ReturnType<typeof createSilenceRepository> }>['silences'];
  readonly publisher: StatePublisher;
  readonly clock: Clock;
  readonly log: Log;
  readonly author: () => string;
  /** A silence began, ended or was changed on these hosts: what they show is to be worked out anew. */
  readonly onChange: (hostIds: readonly string[]) => void;
}): Silences {
  const { repository, publisher, clock, log } = ports;
  let silences: readonly Silence[] = [];
  let shown = new Map<string, SilenceView>();

  function viewOf(silence: Silence): SilenceView {
    const now = clock.now();
    return {
      ...silence,
      activeUntil: activeUntil(silence.window, now),
      nextAt: nextStart(silence.window, now),
    };
  }

  /** Publishes what changed, and tells the hosts that it concerns. */
  function publish(): void {
    const before = shown;
    shown = new Map(silences.map((silence) => [silence.id, viewOf(silence)]));
    const touched = new Set<string>();
    for (const [id, view] of before) {
      if (shown.has(id)) continue;
      publisher.remove('silences', id);
      touched.add(view.hostId);
    }
    for (const [id, view] of shown) {
      const old = before.get(id);
      if (old?.activeUntil === view.activeUntil && old.nextAt === view.nextAt) continue;
      publisher.set('silences', id, view);
      if ((old?.activeUntil ?? null) !== view.activeUntil) touched.add(view.hostId);
    }
    if (touched.size > 0) ports.onChange([...touched]);
  }

  async function refresh(): Promise<void> {
    const now = clock.now();
    const kept = await repository.list();
    silences = kept.filter(
      ({ window }) => activeUntil(window, now) !== null || nextStart(window, now) !== null,
    );
    for (const silence of kept) if (!silences.includes(silence)) await repository.remove(silence.id);
    publish();
  }

  /** Ms until something begins or ends, at most until the next look. */
  function untilNext(): number {
    const now = clock.now();
    const turns = [...shown.values()].flatMap(({ activeUntil: end, nextAt }) =>
      [end, nextAt].filter((at) => at !== null),
    );
    return Math.max(50, Math.min(lookEveryMs, ...turns.map((at) => at - now)));
  }

  return {
    handlers: {
      'silences.list': async () => {
        await refresh();
        return { silences: [...shown.values()] };
      },
      'silences.add': async ({ window, ...wanted }) => {
        requireUsable(window, clock.now());
        const silence: Silence = {
          id: `s-${randomUUID()}`,
          ...wanted,
          reason: redactText(wanted.reason, 500),
          by: ports.author().trim() || 'admin',
          createdAt: clock.now(),
          window,
        };
        await repository.add(silence);
        log.info('a silence was set', { silenceId: silence.id, hostId: wanted.hostId, window });
        await refresh();
        return { silence: viewOf(silence) };
      },
      'silences.end': async ({ silenceId }) => {
        if (!(await repository.remove(silenceId)))
          throw new RondaError('common.not-found', { what: silenceId });
        log.info('a silence was ended', { silenceId });
        await refresh();
        return {};
      },
      'silences.preview': async ({ window }) => {
        requireUsable(window, clock.now());
        return { starts: nextStarts(window, clock.now(), 3) };
      },
    },
    of(hostId, serviceId) {
      const now = clock.now();
      const active = silences.flatMap((silence) => {
        const concerns = silence.serviceId === null || silence.serviceId === serviceId;
        const until = silence.hostId === hostId && concerns ? activeUntil(silence.window, now) : null;
        const { id, by, reason } = silence;
        return until === null ? [] : [{ id, by, reason, until, ofHost: silence.serviceId === null }];
      });
      return active.sort((a, b) => b.until - a.until)[0] ?? null;
    },
    start: refresh,
    async run(signal) {
      while (!signal.aborted) {
        await clock.sleep(untilNext(), signal).catch(() => undefined);
        if (signal.aborted) return;
        await refresh().catch((error) => log.error('the silences could not be read', { error }));
      }
    },
    async forgetHost(hostId) {
      await repository.removeHost(hostId);
      await refresh();
    },
  };
}
