import type { Database } from 'better-sqlite3';
import type { UsagePoint } from '../../shared/domain/service.ts';

/** Samples are kept by the minute for so long. */
const keptMs = 25 * 3_600_000;

/** What the containers of a service used, by the minute. */
export function createUsageRepository(db: Database) {
  const columns = `cpu_percent AS cpuPercent, memory_bytes AS memoryBytes, received_per_second AS receivedPerSecond,
    sent_per_second AS sentPerSecond, read_per_second AS readPerSecond, written_per_second AS writtenPerSecond`;
  const put = db.prepare(
    `INSERT OR REPLACE INTO container_usage (host_id, service_id, at, cpu_percent, memory_bytes, received_per_second,
       sent_per_second, read_per_second, written_per_second)
     VALUES (:hostId, :serviceId, :at, :cpuPercent, :memoryBytes, :receivedPerSecond, :sentPerSecond, :readPerSecond,
       :writtenPerSecond)`,
  );
  const read = db.prepare<[string, string, number], UsagePoint>(
    `SELECT at, ${columns} FROM container_usage WHERE host_id = ? AND service_id = ? AND at >= ? ORDER BY at`,
  );
  const prune = db.prepare('DELETE FROM container_usage WHERE at < ?');
  const dropHost = db.prepare('DELETE FROM container_usage WHERE host_id = ?');
  return {
    put(hostId: string, serviceId: string, point: UsagePoint): void {
      put.run({ hostId, serviceId, ...point });
    },
    /** Oldest first. */
    since: (hostId: string, serviceId: string, at: number): UsagePoint[] => read.all(hostId, serviceId, at),
    prune(now: number): void {
      prune.run(now - keptMs);
    },
    removeHost(hostId: string): void {
      dropHost.run(hostId);
    },
  };
}
