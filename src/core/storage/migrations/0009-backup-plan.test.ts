import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { allMigrations } from './all-migrations.ts';

test('hosts from before copy nothing by themselves, and keep their backups', () => {
  const db = new Database(':memory:');
  for (const { version, sql } of allMigrations) if (version < 9) db.exec(sql);
  db.exec("INSERT INTO host VALUES ('rt04', 0, '{}')");
  db.exec("INSERT INTO backup VALUES ('b-1', 'rt04', 'warga', 'warga', 1, 'rt04/warga/warga/x.db', '{}')");
  db.exec(allMigrations.find(({ version }) => version === 9)?.sql ?? '');
  expect(db.prepare('SELECT * FROM backup_plan').all()).toEqual([]);
  expect(db.prepare('SELECT id FROM backup').pluck().all()).toEqual(['b-1']);
});
