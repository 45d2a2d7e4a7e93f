import type { Migration } from './migration.ts';

/** What containers used, by the minute of the last day. */
export const containerUsage: Migration = {
  version: 8,
  sql: `
    CREATE TABLE container_usage (
      host_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      cpu_percent REAL,
      memory_bytes REAL,
      received_per_second REAL,
      sent_per_second REAL,
      read_per_second REAL,
      written_per_second REAL,
      PRIMARY KEY (host_id, service_id, at)
    ) STRICT, WITHOUT ROWID;
  `,
};
