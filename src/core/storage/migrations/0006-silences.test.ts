import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { allMigrations } from './all-migrations.ts';

test('hosts from before are not silent, and can be', () => {
  const db = new Database(':memory:');
  for (const { version, sql } of allMigrations) if (version < 6) db.exec(sql);
  db.exec("INSERT INTO host VALUES ('rt04', 0, '{}')");
  db.exec(allMigrations.find(({ version }) => version === 6)?.sql ?? '');
  expect(db.prepare('SELECT * FROM silence').all()).toEqual([]);
  db.exec("INSERT INTO silence VALUES ('s-1', 'rt04', '{}')");
  expect(db.prepare('SELECT id FROM host').pluck().all()).toEqual(['rt04']);
});
