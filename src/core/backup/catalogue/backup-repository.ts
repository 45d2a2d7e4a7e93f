import type { Database } from 'better-sqlite3';
import { Backup } from '../../../shared/domain/backup.ts';

interface Row {
  readonly entity: string;
}

/** The catalogue: an index of the manifests in the backup folder, which stay the truth. */
export function createBackupRepository(db: Database) {
  const write = db.prepare(
    `INSERT INTO backup (id, host_id, service_id, database_id, taken_at, file, entity)
     VALUES (:id, :hostId, :serviceId, :databaseId, :takenAt, :file, :entity)
     ON CONFLICT (id) DO UPDATE SET host_id = :hostId, service_id = :serviceId, database_id = :databaseId,
       taken_at = :takenAt, file = :file, entity = :entity`,
  );
  const read = db.prepare<[string], Row>('SELECT entity FROM backup WHERE id = ?');
  const all = db.prepare<[], Row>('SELECT entity FROM backup ORDER BY taken_at DESC, id');
  const drop = db.prepare('DELETE FROM backup WHERE id = ?');
  const clear = db.prepare('DELETE FROM backup');
  const parse = (row: Row): Backup => Backup.parse(JSON.parse(row.entity));
  const save = (backup: Backup): void => {
    const { id, hostId, serviceId, databaseId, takenAt, file } = backup;
    write.run({ id, hostId, serviceId, databaseId, takenAt, file, entity: JSON.stringify(backup) });
  };

  return {
    save,
    remove(id: string): void {
      drop.run(id);
    },
    find(id: string): Backup | null {
      const row = read.get(id);
      return row ? parse(row) : null;
    },
    /** Newest first. */
    list(): Backup[] {
      return all.all().map(parse);
    },
    /** Puts another catalogue in place, whole or not at all. */
    replaceAll: db.transaction((backups: readonly Backup[]): void => {
      clear.run();
      for (const backup of backups) save(backup);
    }) as (backups: readonly Backup[]) => void,
  };
}
