import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { allMigrations } from './all-migrations.ts';

test('incidents from before have no post-mortem, and can be given one', () => {
  const db = new Database(':memory:');
  for (const { version, sql } of allMigrations) if (version < 4) db.exec(sql);
  db.exec("INSERT INTO incident VALUES ('incident-1', 1, 'open', NULL, '{}')");
  db.exec(allMigrations.find(({ version }) => version === 4)?.sql ?? '');
  expect(db.prepare('SELECT * FROM post_mortem').all()).toEqual([]);
  db.exec("INSERT INTO post_mortem VALUES ('incident-1', '{}')");
  expect(db.prepare('SELECT id FROM incident').pluck().all()).toEqual(['incident-1']);
});
