import { rm } from 'node:fs/promises';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { KeptBackupPlan } from '../../../shared/domain/backup-plan.ts';
import type { Log } from '../../platform/log.ts';
import { manifestName, resolveBackupFile } from '../catalogue/backup-paths.ts';
import { scanBackupFolder } from '../catalogue/scan-backup-folder.ts';
import { planRetention } from '../retention/plan-retention.ts';

/**
 * Applies the keep rules of hosts to what lies in the second folder itself: a catalogue that was lost, or a first disk
 * that was wiped, is never the reason to remove anything here.
 * @param catalogue what is in there is kept: it would be copied again
 */
export async function pruneSecond(
  folder: string,
  plans: readonly KeptBackupPlan[],
  catalogue: readonly Backup[],
  log: Log,
): Promise<void> {
  const known = new Set(catalogue.filter(({ missing }) => !missing).map(({ id }) => id));
  const { backups } = await scanBackupFolder(folder);
  for (const { hostId, plan } of plans) {
    if (!plan.isOn || !plan.keep) continue;
    const own = backups.filter((backup) => backup.hostId === hostId);
    const { removed } = planRetention(own, { keep: plan.keep, timeZone: plan.timeZone });
    for (const { id, file } of removed) {
      if (known.has(id)) continue;
      const path = resolveBackupFile(folder, file);
      await rm(path, { force: true });
      await rm(manifestName(path), { force: true });
      log.info('a second copy was pruned', { backupId: id, file });
    }
  }
}
