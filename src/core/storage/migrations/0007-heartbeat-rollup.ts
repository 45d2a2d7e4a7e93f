import type { Migration } from './migration.ts';

/** What becomes of heartbeats that are no longer kept one by one: time by status and latencies, in buckets. */
export const heartbeatRollup: Migration = {
  version: 7,
  sql: `
    CREATE TABLE heartbeat_rollup (
      host_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      check_id TEXT NOT NULL,
      level TEXT NOT NULL,
      at INTEGER NOT NULL,
      up_ms INTEGER NOT NULL,
      degraded_ms INTEGER NOT NULL,
      down_ms INTEGER NOT NULL,
      paused_ms INTEGER NOT NULL,
      latencies TEXT NOT NULL,
      PRIMARY KEY (host_id, service_id, check_id, level, at)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX heartbeat_rollup_by_age ON heartbeat_rollup (level, at);
  `,
};
