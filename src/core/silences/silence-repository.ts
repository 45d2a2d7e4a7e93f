import type { Database } from 'better-sqlite3';
import { Silence } from '../../shared/domain/silence.ts';

/** The silences that were set and have not been ended; one that is over by itself stays until it is swept. */
export function createSilenceRepository(db: Database) {
  const read = db.prepare<[], { entity: string }>('SELECT entity FROM silence ORDER BY rowid');
  const write = db.prepare('INSERT INTO silence (id, host_id, entity) VALUES (?, ?, ?)');
  const drop = db.prepare('DELETE FROM silence WHERE id = ?');
  const dropHost = db.prepare('DELETE FROM silence WHERE host_id = ?');
  return {
    list: (): Silence[] => read.all().map(({ entity }) => Silence.parse(JSON.parse(entity))),
    add(silence: Silence): void {
      write.run(silence.id, silence.hostId, JSON.stringify(silence));
    },
    /** @returns false when it is not there */
    remove: (id: string): boolean => drop.run(id).changes > 0,
    removeHost(hostId: string): void {
      dropHost.run(hostId);
    },
  };
}
