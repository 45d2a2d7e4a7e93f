import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createUsageRepository } from '../../services/usage-repository.ts';
import { allMigrations } from './all-migrations.ts';

test('a state from before has used nothing, and keeps a day of what is used from now on', () => {
  const db = new Database(':memory:');
  for (const { version, sql } of allMigrations) if (version < 8) db.exec(sql);
  db.exec(allMigrations.find(({ version }) => version === 8)?.sql ?? '');
  const usage = createUsageRepository(db);
  const point = {
    cpuPercent: 1.5,
    memoryBytes: 4096,
    receivedPerSecond: null,
    sentPerSecond: 0,
    readPerSecond: 1,
    writtenPerSecond: 2,
  };
  expect(usage.since('rt', 'warga', 0)).toEqual([]);
  usage.put('rt', 'warga', { at: 60_000, ...point });
  usage.put('rt', 'warga', { at: 86_400_000, ...point });
  expect(usage.since('rt', 'warga', 0)).toEqual([
    { at: 60_000, ...point },
    { at: 86_400_000, ...point },
  ]);
  usage.prune(26 * 3_600_000);
  expect(usage.since('rt', 'warga', 0).map(({ at }) => at)).toEqual([86_400_000]);
});
