import type { Database } from 'better-sqlite3';
import { createLeaseRepository } from './lease-repository.ts';

/** Every repository, as it lives in the state worker. A feature adds its own line here. */
export function createStateRepositories(db: Database) {
  return {
    leases: createLeaseRepository(db),
  };
}

export type StateRepositories = ReturnType<typeof createStateRepositories>;
