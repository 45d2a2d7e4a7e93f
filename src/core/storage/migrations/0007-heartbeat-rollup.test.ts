import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createHistoryRepository } from '../../health/history/history-repository.ts';
import { allMigrations } from './all-migrations.ts';

test('heartbeats from before become history like any other', () => {
  const db = new Database(':memory:');
  for (const { version, sql } of allMigrations) if (version < 7) db.exec(sql);
  db.exec(
    "INSERT INTO heartbeat VALUES ('rt', 'warga', 'health', 60000, 'ok', 'up', 1.5, '200', NULL, NULL)",
  );
  db.exec(allMigrations.find(({ version }) => version === 7)?.sql ?? '');
  expect(createHistoryRepository(db).compact(50 * 3_600_000, {})).toBe(1);
  expect(db.prepare('SELECT level, at, latencies FROM heartbeat_rollup').all()).toMatchObject([
    { level: 'minute', at: 60_000, latencies: '29:1' },
    { level: 'minute', at: 120_000 },
    { level: 'minute', at: 180_000 },
  ]);
});
