import type { Migration } from './migration.ts';

/**
 * Alerts and their way out. `alert_cursor` is the journal's entry up to which messages were made: it begins at the
 * newest one, so that an old journal is not told all over again. Error and content columns hold JSON.
 */
export const alertOutbox: Migration = {
  version: 2,
  sql: `
    CREATE TABLE alert_config (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      entity TEXT NOT NULL
    ) STRICT;

    CREATE TABLE alert_cursor (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      seq INTEGER NOT NULL
    ) STRICT;
    INSERT INTO alert_cursor SELECT 1, coalesce(max(seq), 0) FROM timeline;

    CREATE TABLE alert_told (
      incident_id TEXT PRIMARY KEY REFERENCES incident (id),
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE alert_channel (
      channel TEXT PRIMARY KEY,
      stopped TEXT,
      not_before INTEGER NOT NULL DEFAULT 0,
      sent_at INTEGER,
      dropped INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE alert_message (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      channel TEXT NOT NULL,
      incident_id TEXT,
      kind TEXT NOT NULL,
      severity TEXT NOT NULL,
      urgent INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'waiting',
      due_at INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      unsure INTEGER NOT NULL DEFAULT 0,
      claimed_by TEXT,
      claimed_at INTEGER,
      settled_at INTEGER,
      error TEXT,
      content TEXT NOT NULL
    ) STRICT;
    CREATE INDEX alert_message_by_state ON alert_message (state, channel, seq);
  `,
};
