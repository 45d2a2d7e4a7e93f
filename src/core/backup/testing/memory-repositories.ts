import Database from 'better-sqlite3';
import { allMigrations } from '../../storage/migrations/all-migrations.ts';
import type { Remote } from '../../storage/remote.ts';
import { createStateRepositories, type StateRepositories } from '../../storage/state-repositories.ts';

/** For tests: the real repositories on the real schema, in memory, behind the promises that the worker gives. */
export function createMemoryRepositories(): Remote<StateRepositories> {
  const db = new Database(':memory:');
  for (const { sql } of allMigrations) db.exec(sql);
  const features = Object.entries(createStateRepositories(db)).map(([name, repository]) => [
    name,
    Object.fromEntries(
      Object.entries(repository).map(([method, call]) => [
        method,
        async (...args: never[]) => structuredClone((call as (...args: never[]) => unknown)(...args)),
      ]),
    ),
  ]);
  return Object.fromEntries(features);
}
