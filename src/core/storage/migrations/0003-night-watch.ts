import type { Migration } from './migration.ts';

/**
 * Where a night watch was placed, and which heartbeats it saw in our stead: `source` is null for the console's own and
 * `night-watch` for the server's.
 */
export const nightWatch: Migration = {
  version: 3,
  sql: `
    ALTER TABLE heartbeat ADD COLUMN source TEXT;

    CREATE TABLE night_watch (
      host_id TEXT PRIMARY KEY,
      entity TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
