import type { Database } from 'better-sqlite3';
import { Heartbeat } from '../../shared/domain/health.ts';

export interface CheckKey {
  readonly hostId: string;
  readonly serviceId: string;
  readonly checkId: string;
}
export type StoredHeartbeat = CheckKey & Heartbeat;

interface Row {
  serviceId: string;
  checkId: string;
  at: number;
  outcome: string;
  status: string;
  latencyMs: number | null;
  message: string;
  cause: string | null;
}

/** One answer never holds more than this: two days at one a minute are 2,880. */
const maxHistory = 20_000;
const columns =
  'service_id AS serviceId, check_id AS checkId, at, outcome, status, latency_ms AS latencyMs, message, cause';

/** Every run of every check, raw. */
export function createHeartbeatRepository(db: Database) {
  const insert = db.prepare(
    `INSERT INTO heartbeat (host_id, service_id, check_id, at, outcome, status, latency_ms, message, cause)
     VALUES (:hostId, :serviceId, :checkId, :at, :outcome, :status, :latencyMs, :message, :cause)`,
  );
  const since = db.prepare<[string, string, string, number, number], Row>(
    `SELECT ${columns} FROM heartbeat WHERE host_id = ? AND service_id = ? AND check_id = ? AND at >= ?
     ORDER BY at DESC, rowid DESC LIMIT ?`,
  );
  const checks = db.prepare<[string], { serviceId: string; checkId: string }>(
    'SELECT DISTINCT service_id AS serviceId, check_id AS checkId FROM heartbeat WHERE host_id = ?',
  );
  const prune = db.prepare('DELETE FROM heartbeat WHERE at < ?');
  const dropHost = db.prepare('DELETE FROM heartbeat WHERE host_id = ?');

  return {
    add(beat: StoredHeartbeat): void {
      insert.run({ ...beat, cause: beat.cause ? JSON.stringify(beat.cause) : null });
    },
    /** Oldest first. */
    history: (key: CheckKey, sinceMs: number): Heartbeat[] =>
      since.all(key.hostId, key.serviceId, key.checkId, sinceMs, maxHistory).reverse().map(toHeartbeat),
    /** The newest of every check of a host, oldest first. */
    newest(hostId: string, perCheck: number): { serviceId: string; checkId: string; beats: Heartbeat[] }[] {
      return checks.all(hostId).map(({ serviceId, checkId }) => ({
        serviceId,
        checkId,
        beats: since.all(hostId, serviceId, checkId, 0, perCheck).reverse().map(toHeartbeat),
      }));
    },
    /** @returns how many were removed */
    pruneBefore: (at: number): number => prune.run(at).changes,
    removeHost(hostId: string): void {
      dropHost.run(hostId);
    },
  };
}

function toHeartbeat({ serviceId: _service, checkId: _check, cause, ...row }: Row): Heartbeat {
  return Heartbeat.parse(cause === null ? row : { ...row, cause: JSON.parse(cause) });
}
