import type { Database } from 'better-sqlite3';
import { PlacedNightWatch } from '../../shared/domain/night-watch.ts';

/** On which hosts a night watch was placed from this home. */
export function createNightWatchRepository(db: Database) {
  const read = db.prepare<[string], { entity: string }>('SELECT entity FROM night_watch WHERE host_id = ?');
  const write = db.prepare(
    `INSERT INTO night_watch (host_id, entity) VALUES (?, ?)
     ON CONFLICT (host_id) DO UPDATE SET entity = excluded.entity`,
  );
  const drop = db.prepare('DELETE FROM night_watch WHERE host_id = ?');
  return {
    find(hostId: string): PlacedNightWatch | null {
      const row = read.get(hostId);
      return row ? PlacedNightWatch.parse(JSON.parse(row.entity)) : null;
    },
    put(placed: PlacedNightWatch): void {
      write.run(placed.hostId, JSON.stringify(placed));
    },
    remove(hostId: string): void {
      drop.run(hostId);
    },
  };
}
