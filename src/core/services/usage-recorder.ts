import type { ContainerView, UsagePoint } from '../../shared/domain/service.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Remote } from '../storage/remote.ts';
import type { createUsageRepository } from './usage-repository.ts';

/** One point a service is kept of each stretch of so long. */
export const usageBucketMs = 60_000;

/** Sums that leave out what is unknown; null when all of it is. */
function sum(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value): value is number => value !== null && value !== undefined);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/** What the running containers of a service use, together. */
export function usageOf(containers: readonly ContainerView[], at: number): UsagePoint {
  const running = containers.filter(({ state }) => state === 'running');
  return {
    at,
    cpuPercent: sum(running.map(({ cpuPercent }) => cpuPercent)),
    memoryBytes: sum(running.map(({ memoryBytes }) => memoryBytes)),
    receivedPerSecond: sum(running.map(({ io }) => io?.receivedPerSecond)),
    sentPerSecond: sum(running.map(({ io }) => io?.sentPerSecond)),
    readPerSecond: sum(running.map(({ io }) => io?.readPerSecond)),
    writtenPerSecond: sum(running.map(({ io }) => io?.writtenPerSecond)),
  };
}

export interface UsageRecorder {
  /** Keeps what a service uses now, at most once a stretch. Returns at once. */
  record(hostId: string, serviceId: string, containers: readonly ContainerView[]): void;
}

export function createUsageRecorder(ports: {
  readonly repository: Remote<{ usage: ReturnType<typeof createUsageRepository> }>['usage'];
  readonly clock: Clock;
  readonly log: Log;
}): UsageRecorder {
  const { repository, clock, log } = ports;
  const lastKept = new Map<string, number>();
  return {
    record(hostId, serviceId, containers) {
      const at = Math.floor(clock.now() / usageBucketMs) * usageBucketMs;
      const key = `${hostId}/${serviceId}`;
      if (lastKept.get(key) === at) return;
      const point = usageOf(containers, at);
      // The first look after a connection has no CPU yet: the next one of the same minute does.
      if (point.cpuPercent === null && point.memoryBytes === null) return;
      lastKept.set(key, at);
      repository
        .put(hostId, serviceId, point)
        .catch((error) => log.error('usage was not kept', { key, error }));
    },
  };
}
