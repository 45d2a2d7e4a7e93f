import type { Backup } from '../../../shared/domain/backup.ts';
import type { KeepRule, RetentionPreview } from '../../../shared/domain/backup-plan.ts';
import type { Log } from '../../platform/log.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { planRetention } from './plan-retention.ts';

export interface PruneDeps {
  readonly catalogue: Catalogue;
  readonly locks: DatabaseLocks;
  readonly log: Log;
}

interface Rule {
  readonly hostId: string;
  readonly keep: KeepRule;
  readonly timeZone: string;
}

const planOf = async (catalogue: Catalogue, { hostId, ...rule }: Rule) =>
  planRetention(
    (await catalogue.list()).filter((backup) => backup.hostId === hostId),
    rule,
  );

/** What pruning by this rule would do now. */
export async function previewRetention(catalogue: Catalogue, rule: Rule): Promise<RetentionPreview> {
  const { kept, removed } = await planOf(catalogue, rule);
  return {
    kept: kept.map(({ backup, why }) => ({ backupId: backup.id, why: [...why] })),
    removed: removed.map(({ id, serviceId, databaseId, takenAt, bytes, file }) => ({
      backupId: id,
      serviceId,
      databaseId,
      takenAt,
      bytes,
      file,
    })),
    freedBytes: removed.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/**
 * Removes what the rule lets go, one after the other, each under its database's lock.
 * @param only of these alone, as they were shown to the admin; null: all
 * @throws RondaError `state.lease-held` when a database is being copied or restored right now; what was removed
 * before stays removed, and the rest is there
 */
export async function pruneBackups(
  { catalogue, locks, log }: PruneDeps,
  rule: Rule,
  only: ReadonlySet<string> | null,
): Promise<{ removed: number; freedBytes: number }> {
  const { removed } = await planOf(catalogue, rule);
  const gone: Backup[] = [];
  for (const backup of removed) {
    if (only && !only.has(backup.id)) continue;
    const { hostId, serviceId, databaseId } = backup;
    await locks.hold({ hostId, serviceId, databaseId }, () => catalogue.remove(backup.id));
    log.info('a backup was pruned', { hostId, backupId: backup.id, file: backup.file });
    gone.push(backup);
  }
  return { removed: gone.length, freedBytes: gone.reduce((sum, { bytes }) => sum + bytes, 0) };
}
