import type { PlacedNightWatch } from '../../shared/domain/night-watch.ts';
import type { Profile } from '../../shared/domain/profile.ts';
import type { createHeartbeatRepository, StoredHeartbeat } from '../health/heartbeat-repository.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Remote } from '../storage/remote.ts';
import { type LeaseContent, type NightReport, tellNightWatch } from './lease.ts';
import { leaseSeconds } from './make-plan.ts';
import type { createNightWatchRepository } from './night-watch-repository.ts';
import { fetchBeats, readBeats } from './read-beats.ts';

export type NightRepositories = Remote<{
  readonly nightWatches: ReturnType<typeof createNightWatchRepository>;
  readonly heartbeats: Pick<ReturnType<typeof createHeartbeatRepository>, 'fillGaps'>;
}>;

export interface AttendPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly repositories: NightRepositories;
  /** The profile of a host; null when it is not known. */
  readonly profileOf: (hostId: string) => Profile | null;
  /** Only the process that runs schedules takes in what was seen and answers for the host. */
  readonly isLeaseHolder: () => boolean;
  /** Whether this console can reach Telegram itself: without that, its lease would silence the only one that can. */
  readonly canTell: () => boolean;
  readonly leaseContent: (hostId: string) => LeaseContent;
  /** Told of what was taken in, oldest first. */
  readonly onBeats: (hostId: string, beats: readonly StoredHeartbeat[]) => Promise<void>;
  /** Told of every answer, after what was seen was taken in. `skewMs`: our clock minus the server's. */
  readonly onReport: (hostId: string, report: NightReport, skewMs: number) => Promise<void>;
}

/** One connected host with a night watch. */
export interface Attendance {
  /** Settles when the first round trip is over: what the night watch told is known from then on. */
  readonly ready: Promise<void>;
  report(): NightReport | null;
  /** Renews the lease now: what the console has told, or what is muted, changed. */
  renew(): Promise<void>;
  /** Gives the lease back, so that the night watch begins at its next run. Never throws. */
  release(): Promise<void>;
}

const renewEveryMs = (leaseSeconds * 1000) / 3;
const rawMs = 48 * 3_600_000;
const releaseMs = 3000;

/** Keeps the night watch silent for as long as the connection lives, and takes in what it saw before. */
export function attend(connection: HostConnection, placed: PlacedNightWatch, ports: AttendPorts): Attendance {
  const { clock, log, repositories } = ports;
  const { hostId, folder } = placed;
  let report: NightReport | null = null;
  let fetchedUntil = placed.fetchedUntil;
  let renewedAt: number | null = null;
  let isReleased = false;
  let queue: Promise<unknown> = Promise.resolve();

  const isAwake = (): boolean => ports.isLeaseHolder() && ports.canTell();

  async function once(): Promise<void> {
    if (isReleased || connection.signal.aborted) return;
    const asked = clock.now();
    const what = isAwake() ? 'renew' : 'report';
    const skewMs = report === null ? 0 : report.serverNow * 1000 - (renewedAt ?? asked);
    const answer = await tellNightWatch(
      connection,
      folder,
      what,
      ports.leaseContent(hostId),
      skewMs,
      connection.signal,
    );
    if (answer === null) {
      report = null;
      log.warn('the night watch is gone from its server', { hostId, folder });
      return;
    }
    // Longer ago than the lease lasts: this computer slept, and the night watch stood in for it.
    const stoodIn = renewedAt === null || asked - renewedAt > leaseSeconds * 1000;
    report = answer;
    renewedAt = asked;
    if (!ports.isLeaseHolder()) return;
    // Within a second and a half the two clocks are as equal as can be told.
    const difference = clock.now() - answer.serverNow * 1000;
    const aside = Math.abs(difference) < 1500 ? 0 : difference;
    if (stoodIn) await takeIn(answer, aside);
    await ports.onReport(hostId, answer, aside);
  }

  async function takeIn({ serverNow }: NightReport, skewMs: number): Promise<void> {
    const profile = ports.profileOf(hostId);
    if (!profile) return;
    const now = clock.now();
    const since = Math.max(fetchedUntil, serverNow - rawMs / 1000);
    const text = await fetchBeats(connection, folder, since, connection.signal);
    const beats = readBeats(text, { hostId, profile, skewMs, now });
    const taken = await repositories.heartbeats.fillGaps(beats);
    fetchedUntil = serverNow - 1;
    const current = await repositories.nightWatches.find(hostId);
    if (current) await repositories.nightWatches.put({ ...current, fetchedUntil });
    if (taken.length > 0) {
      log.info('the night watch filled a gap', { hostId, beats: taken.length });
      await ports.onBeats(hostId, taken);
    }
  }

  const inTurn = (): Promise<void> => {
    const next = queue.then(once, once);
    queue = next.catch(() => undefined);
    return next;
  };
  const quietly = async (): Promise<void> => {
    try {
      await inTurn();
    } catch (error) {
      if (!connection.signal.aborted) log.warn('the night watch could not be reached', { hostId, error });
    }
  };
  const ready = quietly();
  void (async () => {
    await ready;
    while (!isReleased && !connection.signal.aborted) {
      await clock.sleep(renewEveryMs, connection.signal);
      await quietly();
    }
  })().catch((error) => {
    if (!connection.signal.aborted)
      log.error('the lease of a night watch is no longer renewed', { hostId, error });
  });

  return {
    ready,
    report: () => report,
    renew: inTurn,
    async release() {
      if (isReleased) return;
      await queue;
      isReleased = true;
      // The lease of another process on this home is not ours to give back.
      if (connection.signal.aborted || report === null || !isAwake()) return;
      const signal = AbortSignal.any([connection.signal, AbortSignal.timeout(releaseMs)]);
      try {
        await tellNightWatch(connection, folder, 'release', ports.leaseContent(hostId), 0, signal);
      } catch (error) {
        // It lapses by itself.
        log.info('the lease of a night watch was not given back', { hostId, error });
      }
    },
  };
}
