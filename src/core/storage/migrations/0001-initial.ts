import type { Migration } from './migration.ts';

/** The first shape of the state. Times are milliseconds since the epoch; JSON columns hold validated entities. */
export const initial: Migration = {
  version: 1,
  sql: `
    CREATE TABLE host (
      id TEXT PRIMARY KEY,
      position INTEGER NOT NULL,
      config TEXT NOT NULL
    ) STRICT;

    CREATE TABLE heartbeat (
      host_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      check_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      status TEXT NOT NULL,
      latency_ms REAL,
      message TEXT NOT NULL,
      cause TEXT
    ) STRICT;
    CREATE INDEX heartbeat_by_check ON heartbeat (host_id, service_id, check_id, at);

    CREATE TABLE check_state (
      host_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      check_id TEXT NOT NULL,
      status TEXT NOT NULL,
      since INTEGER NOT NULL,
      failures_in_a_row INTEGER NOT NULL,
      PRIMARY KEY (host_id, service_id, check_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE paused_service (
      host_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      by TEXT NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (host_id, service_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE backup (
      id TEXT PRIMARY KEY,
      host_id TEXT NOT NULL,
      service_id TEXT NOT NULL,
      database_id TEXT NOT NULL,
      taken_at INTEGER NOT NULL,
      file TEXT NOT NULL UNIQUE,
      entity TEXT NOT NULL
    ) STRICT;
    CREATE INDEX backup_by_database ON backup (host_id, service_id, database_id, taken_at);

    CREATE TABLE restore_step (
      restore_id TEXT NOT NULL,
      seq INTEGER NOT NULL,
      at INTEGER NOT NULL,
      step TEXT NOT NULL,
      data TEXT NOT NULL,
      PRIMARY KEY (restore_id, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE job (
      id TEXT PRIMARY KEY,
      started_at INTEGER NOT NULL,
      state TEXT NOT NULL,
      owner TEXT NOT NULL,
      entity TEXT NOT NULL
    ) STRICT;

    CREATE TABLE incident (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      state TEXT NOT NULL,
      cause TEXT,
      entity TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX one_open_incident_a_cause ON incident (cause) WHERE state = 'open' AND cause IS NOT NULL;

    CREATE TABLE timeline (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      incident_id TEXT NOT NULL REFERENCES incident (id),
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      event TEXT NOT NULL,
      step TEXT,
      author TEXT NOT NULL,
      text TEXT NOT NULL,
      incident_hash TEXT NOT NULL,
      prev_hash TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE INDEX timeline_by_incident ON timeline (incident_id, seq);
    CREATE TRIGGER timeline_is_append_only_update BEFORE UPDATE ON timeline
      BEGIN SELECT RAISE(ABORT, 'the timeline is append-only'); END;
    CREATE TRIGGER timeline_is_append_only_delete BEFORE DELETE ON timeline
      BEGIN SELECT RAISE(ABORT, 'the timeline is append-only'); END;

    CREATE TABLE timeline_head (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      seq INTEGER NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;

    CREATE TABLE lease (
      resource TEXT PRIMARY KEY,
      holder TEXT NOT NULL,
      label TEXT NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
