import type { Database } from 'better-sqlite3';

/** A service that was stopped through Ronda, and why. */
export interface PausedService {
  readonly hostId: string;
  readonly serviceId: string;
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

export function createPausedServiceRepository(db: Database) {
  const put = db.prepare(
    `INSERT INTO paused_service (host_id, service_id, at, by, reason)
     VALUES (:hostId, :serviceId, :at, :by, :reason)
     ON CONFLICT (host_id, service_id) DO UPDATE SET at = :at, by = :by, reason = :reason`,
  );
  const drop = db.prepare('DELETE FROM paused_service WHERE host_id = ? AND service_id = ?');
  const dropHost = db.prepare('DELETE FROM paused_service WHERE host_id = ?');
  const all = db.prepare<[string], PausedService>(
    'SELECT host_id AS hostId, service_id AS serviceId, at, by, reason FROM paused_service WHERE host_id = ?',
  );
  return {
    put(paused: PausedService): void {
      put.run(paused);
    },
    remove(hostId: string, serviceId: string): void {
      drop.run(hostId, serviceId);
    },
    removeHost(hostId: string): void {
      dropHost.run(hostId);
    },
    ofHost: (hostId: string): PausedService[] => all.all(hostId),
  };
}
