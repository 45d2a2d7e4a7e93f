import type { Migration } from './migration.ts';

/** What people write about an incident, beside its journal: it may be edited, the journal may not. */
export const postMortem: Migration = {
  version: 4,
  sql: `
    CREATE TABLE post_mortem (
      incident_id TEXT PRIMARY KEY,
      entity TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
