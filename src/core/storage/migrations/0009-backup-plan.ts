import type { Migration } from './migration.ts';

/** When the databases of a host are copied by themselves, and how long those copies are kept. */
export const backupPlan: Migration = {
  version: 9,
  sql: `
    CREATE TABLE backup_plan (
      host_id TEXT PRIMARY KEY,
      entity TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
