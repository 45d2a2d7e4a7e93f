import { z } from 'zod';
import { BackupManifest } from '../../../shared/domain/backup.ts';
import { Id } from '../../../shared/domain/status.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Remote } from '../../storage/remote.ts';
import type { StateRepositories } from '../../storage/state-repositories.ts';

/**
 * Where a restore stands. Each is written **before** what it names is done (`stopping`, `swapping`, …) or after what
 * must be known to have happened (`swapped`, `healthy`); `ended` closes it.
 */
export const RestoreStep = z.enum([
  'begun',
  'uploaded',
  'stopping',
  'stopped',
  'safe',
  'swapping',
  'swapped',
  'starting',
  'healthy',
  'rolling-back',
  'ended',
]);
export type RestoreStep = z.infer<typeof RestoreStep>;

/** From here on files may have changed names, whatever else happened. */
export const swapBegan: ReadonlySet<RestoreStep> = new Set([
  'swapping',
  'swapped',
  'starting',
  'rolling-back',
]);
/** The containers may still be stopped by us. */
export const stopBegan: ReadonlySet<RestoreStep> = new Set(['stopping', 'stopped', 'safe']);

/** Everything that whoever finds an unfinished restore has to know, written with its first step. */
export const RestoreRecord = z.object({
  restoreId: Id,
  key: z.object({ hostId: Id, serviceId: Id, databaseId: Id }),
  hostName: z.string(),
  backupId: Id,
  path: z.string(),
  imageId: z.string(),
  image: z.string(),
  mount: z.object({
    Type: z.string(),
    Name: z.string().optional(),
    Source: z.string(),
    Destination: z.string(),
    RW: z.boolean(),
  }),
  containers: z.array(z.object({ id: z.string(), name: z.string(), running: z.boolean() })),
  owner: BackupManifest.shape.owner,
});
export type RestoreRecord = z.infer<typeof RestoreRecord>;

/** How the ids of restores begin whose steps are another journal's: the table is shared. */
export const archiveRestorePrefix = 'a-';

export interface UnfinishedRestore {
  readonly record: RestoreRecord;
  readonly last: RestoreStep;
}

export interface RestoreJournal {
  note(restoreId: string, step: RestoreStep, data?: unknown): Promise<void>;
  unfinished(hostId: string): Promise<UnfinishedRestore[]>;
}

export function createRestoreJournal(
  repository: Remote<StateRepositories>['restoreSteps'],
  clock: Clock,
): RestoreJournal {
  return {
    note: (restoreId, step, data = {}) => repository.add(restoreId, clock.now(), step, JSON.stringify(data)),
    async unfinished(hostId) {
      const open = new Map<string, UnfinishedRestore>();
      for (const row of await repository.unfinished()) {
        if (row.restoreId.startsWith(archiveRestorePrefix)) continue;
        const last = RestoreStep.parse(row.step);
        const known = open.get(row.restoreId);
        const record = known?.record ?? RestoreRecord.parse(JSON.parse(row.data));
        open.set(row.restoreId, { record, last });
      }
      return [...open.values()].filter(({ record }) => record.key.hostId === hostId);
    },
  };
}
