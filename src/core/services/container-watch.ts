import { anySignal } from 'any-signal';
import type { ContainerView } from '../../shared/domain/service.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import { createLimiter } from '../platform/limiter.ts';
import type { Log } from '../platform/log.ts';
import { type ComposeContainer, readContainers } from './container-snapshot.ts';
import { cpuPercent, ioRates, type StatsSample, sampleStats } from './container-stats.ts';
import { type ContainerEvent, followEvents } from './docker-events.ts';

export interface ContainerSnapshot {
  readonly at: number;
  readonly containers: readonly ComposeContainer[];
  /** Why the last attempts to read them failed; the containers are those seen before that. */
  readonly error: RondaError | null;
}

type Figures = Pick<ContainerView, 'cpuPercent' | 'memoryBytes' | 'memoryLimitBytes' | 'io'>;

export interface ContainerWatch {
  readonly snapshot: ContainerSnapshot | null;
  /** Looks now; the snapshot that came of it. Never rejects but for the abort of the connection. */
  refresh(): Promise<ContainerSnapshot>;
}

const pollMs = 15_000;
/** CPU is the difference of two samples: the first figure should not take a whole poll. */
const secondSampleMs = 2_000;
/** Events come in bursts (kill, die, stop): one look serves them all. */
const settleMs = 150;
const reopenMs = 3000;
const callTimeoutMs = 10_000;

/**
 * Keeps a picture of a host's Compose containers for as long as the connection lives: polled, and looked at again as
 * soon as the engine tells of an event.
 */
export function watchContainers(deps: {
  readonly connection: HostConnection;
  readonly project: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onSnapshot: (snapshot: ContainerSnapshot) => void;
  readonly onEvent: (event: ContainerEvent) => void;
}): ContainerWatch {
  const { connection, clock, log } = deps;
  const { signal, docker } = connection;
  const limiter = createLimiter(4);
  const samples = new Map<string, StatsSample>();
  const figures = new Map<string, Figures>();
  let snapshot: ContainerSnapshot | null = null;
  let failures = 0;
  let running: Promise<ContainerSnapshot> | null = null;
  let again: Promise<ContainerSnapshot> | null = null;

  const withFigures = (container: ComposeContainer): ComposeContainer => {
    const known = container.view.state === 'running' ? figures.get(container.view.id) : undefined;
    if (!known) return container;
    return { ...container, view: { ...container.view, ...known } };
  };
  const keep = (next: ContainerSnapshot): ContainerSnapshot => {
    snapshot = next;
    deps.onSnapshot(next);
    return next;
  };
  const withLimit = async <T>(call: (limit: AbortSignal) => Promise<T>): Promise<T> => {
    const limit = anySignal([signal, AbortSignal.timeout(callTimeoutMs)]);
    try {
      return await call(limit);
    } finally {
      limit.clear();
    }
  };

  async function look(): Promise<ContainerSnapshot> {
    try {
      const containers = await withLimit((limit) =>
        readContainers(docker, { project: deps.project, limiter, signal: limit }),
      );
      failures = 0;
      return keep({ at: clock.now(), containers: containers.map(withFigures), error: null });
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      const reason =
        error instanceof RondaError
          ? error
          : new RondaError('services.unreadable', { detail: 'no answer in 10 s' });
      log.warn('containers could not be read', {
        hostId: connection.hostId,
        failures,
        error: reason.message,
      });
      const before = snapshot ?? { at: clock.now(), containers: [], error: reason };
      // One bad answer is tried again before the picture is given up.
      return keep({ ...before, error: failures > 1 || !snapshot ? reason : snapshot.error });
    }
  }

  /** A look that is asked for while one runs must begin after it: the running one may have seen the old state. */
  function refresh(): Promise<ContainerSnapshot> {
    if (again) return again;
    if (running) {
      again = running
        .catch(() => undefined)
        .then(() => {
          again = null;
          return refresh();
        });
      return again;
    }
    running = look().finally(() => {
      running = null;
    });
    return running;
  }

  async function sample(): Promise<void> {
    if (!connection.engine.countsContainers) return;
    const ids = (snapshot?.containers ?? []).filter((c) => c.view.state === 'running').map((c) => c.view.id);
    for (const id of samples.keys()) if (!ids.includes(id)) samples.delete(id);
    for (const id of figures.keys()) if (!ids.includes(id)) figures.delete(id);
    await Promise.all(
      ids.map((id) =>
        limiter.run(async () => {
          try {
            const now = await withLimit((limit) => sampleStats(docker, id, clock.now(), limit));
            const before = samples.get(id);
            figures.set(id, {
              cpuPercent: cpuPercent(before, now),
              memoryBytes: now.memoryBytes,
              memoryLimitBytes: now.memoryLimitBytes,
              io: ioRates(before, now),
            });
            samples.set(id, now);
          } catch (error) {
            // It stopped meanwhile, or this kernel counts nothing: the figures stay blank, nothing else suffers.
            log.debug('no figures of a container', { id, error });
          }
        }),
      ),
    );
    if (snapshot && ids.length > 0) keep({ ...snapshot, containers: snapshot.containers.map(withFigures) });
  }

  const poll = async (): Promise<void> => {
    for (let pause = secondSampleMs; ; pause = pollMs) {
      await refresh();
      await sample();
      await clock.sleep(failures > 0 ? reopenMs : pause, signal);
    }
  };
  let settling = false;
  const settle = async (): Promise<void> => {
    if (settling) return;
    settling = true;
    await clock.sleep(settleMs, signal);
    settling = false;
    await refresh();
  };
  const follow = async (): Promise<void> => {
    for (;;) {
      try {
        await followEvents(docker, signal, (event) => {
          deps.onEvent(event);
          background(settle());
        });
      } catch (error) {
        signal.throwIfAborted();
        log.debug('the stream of events broke', { hostId: connection.hostId, error });
      }
      await clock.sleep(reopenMs, signal);
    }
  };
  const background = (work: Promise<unknown>): void => {
    work.catch((error) => {
      if (!signal.aborted) log.error('the watch of containers ended', { hostId: connection.hostId, error });
    });
  };
  background(poll());
  background(follow());

  return {
    get snapshot() {
      return snapshot;
    },
    refresh,
  };
}
