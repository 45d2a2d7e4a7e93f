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
  source: string | null;
}

/** One answer never holds more than this: two days at one a minute are 2,880. */
const maxHistory = 20_000;
const columns =
  'service_id AS serviceId, check_id AS checkId, at, outcome, status, latency_ms AS latencyMs, message, cause, source';

/** Every run of every check, raw. */
export function createHeartbeatRepository(db: Database) {
  const insert = db.prepare(
    `INSERT INTO heartbeat (host_id, service_id, check_id, at, outcome, status, latency_ms, message, cause, source)
     VALUES (:hostId, :serviceId, :checkId, :at, :outcome, :status, :latencyMs, :message, :cause, :source)`,
  );
  const near = db.prepare(
    `SELECT 1 FROM heartbeat WHERE host_id = :hostId AND service_id = :serviceId AND check_id = :checkId
     AND at BETWEEN :from AND :to AND (source IS NULL OR at = :at) LIMIT 1`,
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

  function add(beat: StoredHeartbeat): void {
    const cause = beat.cause ? JSON.stringify(beat.cause) : null;
    insert.run({ ...beat, cause, source: beat.source ?? null });
  }

  return {
    add,
    /**
     * Takes in what another watcher saw, only where the console itself saw nothing: a beat within its check's interval
     * of one of ours, or one that is there already, is left out.
     * @returns those that were taken in
     */
    fillGaps: db.transaction((beats: readonly (StoredHeartbeat & { readonly everyMs: number })[]) =>
      beats.filter(({ everyMs, ...beat }) => {
        const { hostId, serviceId, checkId, at } = beat;
        const key = { hostId, serviceId, checkId, at };
        if (near.get({ ...key, from: at - everyMs, to: at + everyMs })) return false;
        add(beat);
        return true;
      }),
    ).immediate as (beats: readonly (StoredHeartbeat & { readonly everyMs: number })[]) => StoredHeartbeat[],
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

function toHeartbeat({ serviceId: _service, checkId: _check, cause, source, ...row }: Row): Heartbeat {
  return Heartbeat.parse({
    ...row,
    ...(cause === null ? {} : { cause: JSON.parse(cause) }),
    ...(source === null ? {} : { source }),
  });
}
