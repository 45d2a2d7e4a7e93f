import type { Database } from 'better-sqlite3';
import { KeptBackupPlan } from '../../../shared/domain/backup-plan.ts';

/** When the databases of which host are copied by themselves. */
export function createBackupPlanRepository(db: Database) {
  const all = db.prepare<[], { entity: string }>('SELECT entity FROM backup_plan ORDER BY host_id');
  const write = db.prepare(
    `INSERT INTO backup_plan (host_id, entity) VALUES (?, ?)
     ON CONFLICT (host_id) DO UPDATE SET entity = excluded.entity`,
  );
  const drop = db.prepare('DELETE FROM backup_plan WHERE host_id = ?');
  return {
    list: (): KeptBackupPlan[] => all.all().map(({ entity }) => KeptBackupPlan.parse(JSON.parse(entity))),
    put(kept: KeptBackupPlan): void {
      write.run(kept.hostId, JSON.stringify(kept));
    },
    removeHost(hostId: string): void {
      drop.run(hostId);
    },
  };
}
