import type { Database } from 'better-sqlite3';
import { PostMortem } from '../../../shared/domain/post-mortem.ts';

/** The post-mortems, one an incident. */
export function createPostMortemRepository(db: Database) {
  const byIncident = db.prepare<[string], { entity: string }>(
    'SELECT entity FROM post_mortem WHERE incident_id = ?',
  );
  const write = db.prepare<[string, string]>(
    'INSERT INTO post_mortem VALUES (?, ?) ON CONFLICT (incident_id) DO UPDATE SET entity = excluded.entity',
  );
  return {
    find(incidentId: string): PostMortem | null {
      const row = byIncident.get(incidentId);
      return row ? PostMortem.parse(JSON.parse(row.entity)) : null;
    },
    put(postMortem: PostMortem): void {
      write.run(postMortem.incidentId, JSON.stringify(postMortem));
    },
  };
}

export type PostMortemRepository = ReturnType<typeof createPostMortemRepository>;
