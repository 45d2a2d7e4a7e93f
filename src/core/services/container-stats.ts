import type Docker from 'dockerode';
import { z } from 'zod';
import type { ContainerView } from '../../shared/domain/service.ts';

/** What a sample says; the counters are kept for the difference to the next one. */
export interface StatsSample {
  readonly cpuNs: number;
  readonly systemNs: number;
  readonly cpus: number;
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
  /** When it was taken, ms. */
  readonly at: number;
  /** Bytes since the container started; null where nothing counts them. */
  readonly received: number | null;
  readonly sent: number | null;
  readonly read: number | null;
  readonly written: number | null;
}

const Stats = z.object({
  cpu_stats: z.object({
    cpu_usage: z.object({ total_usage: z.number(), percpu_usage: z.array(z.number()).nullish() }),
    system_cpu_usage: z.number().nullish(),
    online_cpus: z.number().nullish(),
  }),
  memory_stats: z.object({
    usage: z.number().nullish(),
    limit: z.number().nullish(),
    stats: z.record(z.string(), z.number()).nullish(),
  }),
  networks: z.record(z.string(), z.object({ rx_bytes: z.number(), tx_bytes: z.number() })).nullish(),
  blkio_stats: z
    .object({
      io_service_bytes_recursive: z.array(z.object({ op: z.string(), value: z.number() })).nullish(),
    })
    .nullish(),
});

/** One sample at once (API 1.41: `one-shot`), instead of the two seconds that the engine takes for two. */
export async function sampleStats(
  docker: Docker,
  id: string,
  at: number,
  signal: AbortSignal,
): Promise<StatsSample> {
  const options = { stream: false as const, 'one-shot': true, abortSignal: signal };
  const {
    cpu_stats: cpu,
    memory_stats: memory,
    networks,
    blkio_stats: disk,
  } = Stats.parse(await docker.getContainer(id).stats(options));
  const moved = disk?.io_service_bytes_recursive ?? null;
  const ofDisk = (wanted: string): number | null =>
    moved === null
      ? null
      : moved.reduce((sum, { op, value }) => (op.toLowerCase() === wanted ? sum + value : sum), 0);
  const ofNetwork = (key: 'rx_bytes' | 'tx_bytes'): number | null =>
    networks ? Object.values(networks).reduce((sum, network) => sum + network[key], 0) : null;
  // As `docker stats` does: the page cache that can be given back is not memory in use (cgroup v2, then v1).
  const cache = memory.stats?.inactive_file ?? memory.stats?.total_inactive_file ?? 0;
  return {
    cpuNs: cpu.cpu_usage.total_usage,
    systemNs: cpu.system_cpu_usage ?? 0,
    cpus: cpu.online_cpus ?? cpu.cpu_usage.percpu_usage?.length ?? 1,
    memoryBytes: memory.usage == null ? null : Math.max(0, memory.usage - cache),
    memoryLimitBytes: memory.limit ?? null,
    at,
    received: ofNetwork('rx_bytes'),
    sent: ofNetwork('tx_bytes'),
    read: ofDisk('read'),
    written: ofDisk('write'),
  };
}

/** Percent of one CPU between two samples; null when they say nothing (a restart sets the counters back). */
export function cpuPercent(before: StatsSample | undefined, now: StatsSample): number | null {
  if (!before) return null;
  const used = now.cpuNs - before.cpuNs;
  const passed = now.systemNs - before.systemNs;
  if (passed <= 0 || used < 0) return null;
  return Math.round((used / passed) * now.cpus * 10_000) / 100;
}

/** Bytes per second between two samples; a counter that went back (a restart) says nothing. */
export function ioRates(before: StatsSample | undefined, now: StatsSample): ContainerView['io'] {
  if (!before || now.at <= before.at) return null;
  const rate = (key: 'received' | 'sent' | 'read' | 'written'): number | null => {
    const from = before[key];
    const to = now[key];
    return from === null || to === null || to < from ? null : ((to - from) * 1000) / (now.at - before.at);
  };
  return {
    receivedPerSecond: rate('received'),
    sentPerSecond: rate('sent'),
    readPerSecond: rate('read'),
    writtenPerSecond: rate('written'),
  };
}
