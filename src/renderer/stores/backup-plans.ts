import type { BackupPlanView } from '../../shared/domain/backup-plan.ts';
import { mirrors } from './mirrors.ts';

/** When the databases of a host are copied by themselves; null where that was never set. */
export function useBackupPlan(hostId: string): BackupPlanView | null {
  return mirrors.backupPlans((state) => state.entities[hostId] ?? null);
}
