import type { Database } from 'better-sqlite3';

export interface Lease {
  readonly resource: string;
  readonly holder: string;
  /** For people: `Ronda window` or `ronda backup`. */
  readonly label: string;
  readonly expiresAt: number;
}

/**
 * Who may do what only one process may do at a time on one home: run schedules, back up one database.
 * A lease lapses by itself, so a killed process holds nothing for longer than the term it last renewed.
 */
export function createLeaseRepository(db: Database) {
  const read = db.prepare<[string], { resource: string; holder: string; label: string; expiresAt: number }>(
    'SELECT resource, holder, label, expires_at AS expiresAt FROM lease WHERE resource = ?',
  );
  const write = db.prepare(
    `INSERT INTO lease (resource, holder, label, expires_at) VALUES (:resource, :holder, :label, :expiresAt)
     ON CONFLICT (resource) DO UPDATE SET holder = :holder, label = :label, expires_at = :expiresAt`,
  );
  const drop = db.prepare('DELETE FROM lease WHERE resource = ? AND holder = ?');

  return {
    /** Takes or renews; returns the lease that stands afterwards, which is another's when it was not free. */
    take: db.transaction((wanted: Lease, now: number): Lease => {
      const current = read.get(wanted.resource);
      if (current && current.holder !== wanted.holder && current.expiresAt > now) return current;
      write.run(wanted);
      return wanted;
    }).immediate as (wanted: Lease, now: number) => Lease,
    release(resource: string, holder: string): void {
      drop.run(resource, holder);
    },
    find(resource: string, now: number): Lease | null {
      const current = read.get(resource);
      return current && current.expiresAt > now ? current : null;
    },
  };
}
