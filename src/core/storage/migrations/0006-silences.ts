import type { Migration } from './migration.ts';

/** When nobody is to be called, and why. */
export const silences: Migration = {
  version: 6,
  sql: `
    CREATE TABLE silence (
      id TEXT PRIMARY KEY,
      host_id TEXT NOT NULL,
      entity TEXT NOT NULL
    ) STRICT;
  `,
};
