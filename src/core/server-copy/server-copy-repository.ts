import type { Database } from 'better-sqlite3';
import { PlacedServerCopy } from '../../shared/domain/server-copy.ts';

/** On which hosts the server's own copies were set up from this home. */
export function createServerCopyRepository(db: Database) {
  const read = db.prepare<[string], { entity: string }>('SELECT entity FROM server_copy WHERE host_id = ?');
  const write = db.prepare(
    `INSERT INTO server_copy (host_id, entity) VALUES (?, ?)
     ON CONFLICT (host_id) DO UPDATE SET entity = excluded.entity`,
  );
  const drop = db.prepare('DELETE FROM server_copy WHERE host_id = ?');
  return {
    find(hostId: string): PlacedServerCopy | null {
      const row = read.get(hostId);
      return row ? PlacedServerCopy.parse(JSON.parse(row.entity)) : null;
    },
    put(placed: PlacedServerCopy): void {
      write.run(placed.hostId, JSON.stringify(placed));
    },
    remove(hostId: string): void {
      drop.run(hostId);
    },
  };
}
