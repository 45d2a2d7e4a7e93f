import type { Migration } from './migration.ts';

/** On which servers the console set up copies that they make by themselves. */
export const serverCopy: Migration = {
  version: 5,
  sql: `
    CREATE TABLE server_copy (
      host_id TEXT PRIMARY KEY,
      entity TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
