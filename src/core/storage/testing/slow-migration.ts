import { allMigrations } from '../migrations/all-migrations.ts';
import type { Migration } from '../migrations/migration.ts';

/** Rows that the migration rewrites: enough that its pages do not fit SQLite's cache and spill into the WAL. */
export const migratedRows = 30_000;

/** A next migration as heavy as a real one may become: new column, every row rewritten, a table replaced, an index. */
export const slowMigration: Migration = {
  version: allMigrations.length + 1,
  sql: `
    ALTER TABLE heartbeat ADD COLUMN note TEXT;
    UPDATE heartbeat SET note = message || ' of the new shape';
    CREATE TABLE heartbeat_day AS SELECT host_id, service_id, count(*) AS beats FROM heartbeat GROUP BY 1, 2;
    CREATE TABLE host_next (id TEXT PRIMARY KEY, config TEXT NOT NULL) STRICT;
    INSERT INTO host_next SELECT id, config FROM host;
    DROP TABLE host;
    ALTER TABLE host_next RENAME TO host;
    CREATE INDEX heartbeat_by_note ON heartbeat (note);
  `,
};
