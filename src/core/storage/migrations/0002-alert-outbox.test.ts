import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { initial } from './0001-initial.ts';
import { alertOutbox } from './0002-alert-outbox.ts';

test('a state with an old journal keeps its rows, and none of its past is told anew', () => {
  const db = new Database(':memory:');
  db.exec(initial.sql);
  db.exec("INSERT INTO incident VALUES ('incident-1', 1, 'open', 'rt04', '{}')");
  const entry = db.prepare(
    "INSERT INTO timeline VALUES (?, 'incident-1', 1, 'check', 'opened', NULL, 'Ronda', '', 'a', 'b', 'c')",
  );
  for (const seq of [1, 2, 7]) entry.run(seq);
  db.exec(alertOutbox.sql);
  expect(db.prepare('SELECT seq FROM alert_cursor').pluck().get()).toBe(7);
  expect(db.prepare('SELECT count(*) FROM timeline').pluck().get()).toBe(3);
  expect(db.prepare('SELECT count(*) FROM alert_message').pluck().get()).toBe(0);
});

test('a new state begins at the beginning of its journal', () => {
  const db = new Database(':memory:');
  db.exec(initial.sql);
  db.exec(alertOutbox.sql);
  expect(db.prepare('SELECT seq FROM alert_cursor').pluck().all()).toEqual([0]);
});
