import type { Database } from 'better-sqlite3';
import type { Status } from '../../../shared/domain/status.ts';
import type { CheckKey } from '../heartbeat-repository.ts';
import { readHistogram, writeHistogram } from './latency-histogram.ts';
import {
  addTime,
  type Bucket,
  bucketBeats,
  mergeBuckets,
  noTime,
  type ObservedTime,
  partOf,
} from './observed-time.ts';

/** Beats are kept raw for two days, then by the minute for a week, by the hour for three months, then by the day. */
export const rawMs = 48 * 3_600_000;
const levels = [
  { name: 'minute', bucketMs: 60_000, keepMs: 7 * 86_400_000 },
  { name: 'hour', bucketMs: 3_600_000, keepMs: 92 * 86_400_000 },
  { name: 'day', bucketMs: 86_400_000, keepMs: 5 * 366 * 86_400_000 },
] as const;
type Level = (typeof levels)[number]['name'];

interface Row {
  at: number;
  up_ms: number;
  degraded_ms: number;
  down_ms: number;
  paused_ms: number;
  latencies: string;
}

const ofCheck = 'host_id = ? AND service_id = ? AND check_id = ?';
type Key = [string, string, string];
const keyOf = ({ hostId, serviceId, checkId }: CheckKey): Key => [hostId, serviceId, checkId];

/** What became of the beats, in ever larger buckets the older they are. */
export function createHistoryRepository(db: Database) {
  const raw = db.prepare<[...Key, number, number], { at: number; status: Status; latencyMs: number | null }>(
    `SELECT at, status, latency_ms AS latencyMs FROM heartbeat WHERE ${ofCheck} AND at >= ? AND at < ?
     ORDER BY at, rowid`,
  );
  const rawSums = db.prepare<[number, number, ...Key, number, number], { status: Status; ms: number }>(
    `SELECT status, sum(max(0, min(coalesce(next, ?) - at, ?))) AS ms FROM (
       SELECT status, at, lead(at) OVER (ORDER BY at, rowid) AS next FROM heartbeat
       WHERE ${ofCheck} AND at >= ? AND at < ?) GROUP BY status`,
  );
  const sums = db.prepare<
    [...Key, number, number],
    { up: number | null; degraded: number | null; down: number | null; paused: number | null }
  >(
    `SELECT sum(up_ms) AS up, sum(degraded_ms) AS degraded, sum(down_ms) AS down, sum(paused_ms) AS paused
     FROM heartbeat_rollup WHERE ${ofCheck} AND at >= ? AND at < ?`,
  );
  const firstAfter = db
    .prepare<[...Key, number], number>(`SELECT min(at) FROM heartbeat WHERE ${ofCheck} AND at >= ?`)
    .pluck();
  const oldChecks = db.prepare<[number], { hostId: string; serviceId: string; checkId: string }>(
    `SELECT DISTINCT host_id AS hostId, service_id AS serviceId, check_id AS checkId FROM heartbeat WHERE at < ?`,
  );
  const dropRaw = db.prepare('DELETE FROM heartbeat WHERE at < ?');
  const read = db.prepare<[...Key, number, number], Row>(
    `SELECT at, sum(up_ms) AS up_ms, sum(degraded_ms) AS degraded_ms, sum(down_ms) AS down_ms,
       sum(paused_ms) AS paused_ms, group_concat(latencies) AS latencies
     FROM heartbeat_rollup WHERE ${ofCheck} AND at >= ? AND at < ? GROUP BY at, level ORDER BY at`,
  );
  const one = db.prepare<[...Key, Level, number], Row>(
    `SELECT * FROM heartbeat_rollup WHERE ${ofCheck} AND level = ? AND at = ?`,
  );
  const put = db.prepare(
    `INSERT OR REPLACE INTO heartbeat_rollup
       (host_id, service_id, check_id, level, at, up_ms, degraded_ms, down_ms, paused_ms, latencies)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const old = db.prepare<[Level, number], Row & { host_id: string; service_id: string; check_id: string }>(
    'SELECT * FROM heartbeat_rollup WHERE level = ? AND at < ? ORDER BY host_id, service_id, check_id, at',
  );
  const dropOld = db.prepare('DELETE FROM heartbeat_rollup WHERE level = ? AND at < ?');
  const dropHost = db.prepare('DELETE FROM heartbeat_rollup WHERE host_id = ?');

  /** Adds a bucket to what its level holds at that time already. */
  function add(key: Key, level: Level, bucket: Bucket): void {
    const before = one.get(...key, level, bucket.at);
    const sum = noTime();
    if (before) addTime(sum, toBucket(before));
    addTime(sum, bucket);
    const { upMs, degradedMs, downMs, pausedMs, latencies } = sum;
    const text = writeHistogram(latencies);
    put.run(...key, level, bucket.at, upMs, degradedMs, downMs, pausedMs, text);
  }

  /** @returns how many beats became history */
  function rollRaw(now: number, holdsMs: (key: CheckKey) => number): number {
    const [{ name, bucketMs }] = levels;
    const cutoff = Math.floor((now - rawMs) / bucketMs) * bucketMs;
    for (const check of oldChecks.all(cutoff)) {
      const key = keyOf(check);
      const beats = raw.all(...key, 0, cutoff);
      // The last of them holds into the time that stays raw: that much of it goes with it, and counts once.
      const until = firstAfter.get(...key, cutoff) ?? now;
      for (const bucket of bucketBeats(beats, bucketMs, holdsMs(check), until)) add(key, name, bucket);
    }
    return dropRaw.run(cutoff).changes;
  }

  function rollUp(from: (typeof levels)[number], to: (typeof levels)[number], now: number): void {
    const cutoff = Math.floor((now - from.keepMs) / to.bucketMs) * to.bucketMs;
    const groups = Map.groupBy(old.all(from.name, cutoff), (row) =>
      JSON.stringify([row.host_id, row.service_id, row.check_id]),
    );
    for (const [key, rows] of groups) {
      const check = JSON.parse(key) as Key;
      for (const bucket of mergeBuckets(rows.map(toBucket), to.bucketMs)) add(check, to.name, bucket);
    }
    dropOld.run(from.name, cutoff);
  }

  const series = (key: CheckKey, from: number, to: number, bucketMs: number, holdsMs: number): Bucket[] => {
    // What the beat just before the beginning saw holds into it.
    const beats = raw
      .all(...keyOf(key), from - holdsMs, to)
      .map((beat) => (beat.at < from ? { ...beat, at: from, latencyMs: null } : beat));
    const fresh = bucketBeats(beats, bucketMs, holdsMs, to);
    const kept = read.all(...keyOf(key), from, to).map(toBucket);
    return mergeBuckets([...kept, ...fresh], bucketMs).filter(({ at }) => at + bucketMs > from);
  };

  return {
    /**
     * Turns beats that are older than what is kept raw into buckets, and small old buckets into larger ones.
     * @param everyMs the interval of each check, by `host/service/check`; one that is not there is taken for a minute's
     * @returns how many beats became history
     */
    compact: db.transaction((now: number, everyMs: Readonly<Record<string, number>>): number => {
      const holds = ({ hostId, serviceId, checkId }: CheckKey): number =>
        holdsFor(everyMs[`${hostId}/${serviceId}/${checkId}`] ?? 60_000);
      const moved = rollRaw(now, holds);
      rollUp(levels[0], levels[1], now);
      rollUp(levels[1], levels[2], now);
      dropOld.run('day', now - levels[2].keepMs);
      return moved;
    }).immediate as (now: number, everyMs: Readonly<Record<string, number>>) => number,
    /** A check's time from one instant to another in buckets of one size, oldest first; empty ones are left out. */
    series(key: CheckKey, from: number, to: number, bucketMs: number, everyMs: number): Bucket[] {
      return series(key, from, to, bucketMs, holdsFor(everyMs));
    },
    /** How much of a stretch of time a check was up, failing and so on; without latencies, and cheap. */
    totals(key: CheckKey, from: number, to: number, everyMs: number): Omit<ObservedTime, 'latencies'> {
      const kept = sums.get(...keyOf(key), from, to);
      const time = {
        upMs: kept?.up ?? 0,
        degradedMs: kept?.degraded ?? 0,
        downMs: kept?.down ?? 0,
        pausedMs: kept?.paused ?? 0,
      };
      for (const { status, ms } of rawSums.all(to, holdsFor(everyMs), ...keyOf(key), from, to)) {
        const part = partOf[status];
        if (part !== null) time[part] += ms;
      }
      return time;
    },
    removeHost(hostId: string): void {
      dropHost.run(hostId);
    },
  };
}

/** How long what a beat saw holds: a late or a repeated beat is no gap, a missing one is. Ms. */
export function holdsFor(everyMs: number): number {
  return 2 * everyMs + 15_000;
}

function toBucket({ at, up_ms, degraded_ms, down_ms, paused_ms, latencies }: Row): Bucket {
  return {
    at,
    upMs: up_ms,
    degradedMs: degraded_ms,
    downMs: down_ms,
    pausedMs: paused_ms,
    latencies: readHistogram(latencies ?? ''),
  };
}
