import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { initial } from './0001-initial.ts';
import { alertOutbox } from './0002-alert-outbox.ts';
import { nightWatch } from './0003-night-watch.ts';

test('heartbeats from before are the console’s own', () => {
  const db = new Database(':memory:');
  db.exec(initial.sql);
  db.exec(alertOutbox.sql);
  db.exec("INSERT INTO heartbeat VALUES ('rt', 'warga', 'health', 5, 'ok', 'up', 1.5, '200', NULL)");
  db.exec(nightWatch.sql);
  expect(db.prepare('SELECT at, status, source FROM heartbeat').all()).toEqual([
    { at: 5, status: 'up', source: null },
  ]);
});
