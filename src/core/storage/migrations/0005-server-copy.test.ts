import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { allMigrations } from './all-migrations.ts';

test('hosts from before make no copies by themselves, and can be set up to', () => {
  const db = new Database(':memory:');
  for (const { version, sql } of allMigrations) if (version < 5) db.exec(sql);
  db.exec("INSERT INTO host VALUES ('rt04', 0, '{}')");
  db.exec(allMigrations.find(({ version }) => version === 5)?.sql ?? '');
  expect(db.prepare('SELECT * FROM server_copy').all()).toEqual([]);
  db.exec("INSERT INTO server_copy VALUES ('rt04', '{}')");
  expect(db.prepare('SELECT id FROM host').pluck().all()).toEqual(['rt04']);
});
