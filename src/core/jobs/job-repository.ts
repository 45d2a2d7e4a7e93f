import type { Database } from 'better-sqlite3';
import { Job } from '../../shared/domain/job.ts';

/** Long operations of every process on this home, the running and the newest finished ones. */
export function createJobRepository(db: Database) {
  const write = db.prepare(
    `INSERT INTO job (id, started_at, state, owner, entity) VALUES (:id, :startedAt, :state, :owner, :entity)
     ON CONFLICT (id) DO UPDATE SET state = :state, owner = :owner, entity = :entity`,
  );
  const all = db.prepare<[], { owner: string; entity: string }>(
    'SELECT owner, entity FROM job ORDER BY started_at DESC, id',
  );
  const running = db.prepare<[], { owner: string; entity: string }>(
    "SELECT owner, entity FROM job WHERE state = 'running'",
  );
  const beyond = db.prepare<[number], { id: string }>(
    "SELECT id FROM job WHERE state <> 'running' ORDER BY started_at DESC, id LIMIT -1 OFFSET ?",
  );
  const drop = db.prepare('DELETE FROM job WHERE id = ?');
  const parse = (row: { entity: string }): Job => Job.parse(JSON.parse(row.entity));

  return {
    /** `owner` is the process that runs it. */
    save(job: Job, owner: string): void {
      write.run({
        id: job.id,
        startedAt: job.startedAt,
        state: job.state,
        owner,
        entity: JSON.stringify(job),
      });
    },
    list(): Job[] {
      return all.all().map(parse);
    },
    running(): { owner: string; job: Job }[] {
      return running.all().map((row) => ({ owner: row.owner, job: parse(row) }));
    },
    /** Keeps the newest finished jobs and returns the ids of those that were dropped. */
    prune: db.transaction((keep: number): string[] => {
      const old = beyond.all(keep).map((row) => row.id);
      for (const id of old) drop.run(id);
      return old;
    }) as (keep: number) => string[],
  };
}
