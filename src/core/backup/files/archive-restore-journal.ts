import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Remote } from '../../storage/remote.ts';
import type { StateRepositories } from '../../storage/state-repositories.ts';
import { archiveRestorePrefix, RestoreRecord } from '../restore/restore-journal.ts';
import type { RestoreWorld } from '../restore/restore-world.ts';

/**
 * Where putting an archive back stands. Each is written **before** what it names is done (`putting`, `committing`, …)
 * or after what must be known to have happened (`put`); `ended` closes it.
 */
export const ArchiveRestoreStep = z.enum([
  'begun',
  'stopping',
  'stopped',
  'safe',
  'putting',
  'put',
  'starting',
  'committing',
  'rolling-back',
  'ended',
]);
export type ArchiveRestoreStep = z.infer<typeof ArchiveRestoreStep>;

/** The old content may lie aside, and what stands in its place may be half there. */
export const putBegan: ReadonlySet<ArchiveRestoreStep> = new Set([
  'putting',
  'put',
  'starting',
  'rolling-back',
]);
/** The containers may still be stopped by us. */
export const archiveStopBegan: ReadonlySet<ArchiveRestoreStep> = new Set(['stopping', 'stopped', 'safe']);

/** Everything that whoever finds an unfinished one has to know, written with its first step. */
export const ArchiveRestoreRecord = RestoreRecord.pick({
  restoreId: true,
  hostName: true,
  path: true,
  imageId: true,
  image: true,
  mount: true,
  containers: true,
}).extend({
  key: z.object({
    hostId: RestoreRecord.shape.restoreId,
    serviceId: RestoreRecord.shape.restoreId,
    sourceId: RestoreRecord.shape.restoreId,
  }),
  /** Of the archive, or the commit that the files are of. */
  archiveId: RestoreRecord.shape.restoreId,
  /** Relative to the folder: only these are put back. Absent: everything in it is. */
  files: z.array(z.string()).optional(),
});
export type ArchiveRestoreRecord = z.infer<typeof ArchiveRestoreRecord>;

/** The first entry of a restore's journal. */
export function recordOf(
  world: RestoreWorld,
  of: Pick<ArchiveRestoreRecord, 'key' | 'hostName' | 'archiveId' | 'path' | 'files'>,
): ArchiveRestoreRecord {
  const { Type, Name, Source, Destination, RW } = world.mount;
  return {
    restoreId: `${archiveRestorePrefix}${randomUUID()}`,
    ...of,
    imageId: world.imageId,
    image: world.image,
    mount: { Type, ...(Name === undefined ? {} : { Name }), Source, Destination, RW },
    containers: world.stops.map(({ id, name, running }) => ({ id, name, running })),
  };
}

export interface UnfinishedArchiveRestore {
  readonly record: ArchiveRestoreRecord;
  readonly last: ArchiveRestoreStep;
}

export interface ArchiveRestoreJournal {
  note(restoreId: string, step: ArchiveRestoreStep, data?: unknown): Promise<void>;
  unfinished(hostId: string): Promise<UnfinishedArchiveRestore[]>;
}

/** In the table of the databases' restores; the id says whose a row is. */
export function createArchiveRestoreJournal(
  repository: Remote<StateRepositories>['restoreSteps'],
  clock: Clock,
): ArchiveRestoreJournal {
  return {
    note: (restoreId, step, data = {}) => repository.add(restoreId, clock.now(), step, JSON.stringify(data)),
    async unfinished(hostId) {
      const open = new Map<string, UnfinishedArchiveRestore>();
      for (const row of await repository.unfinished()) {
        if (!row.restoreId.startsWith(archiveRestorePrefix)) continue;
        const last = ArchiveRestoreStep.parse(row.step);
        const record = open.get(row.restoreId)?.record ?? ArchiveRestoreRecord.parse(JSON.parse(row.data));
        open.set(row.restoreId, { record, last });
      }
      return [...open.values()].filter(({ record }) => record.key.hostId === hostId);
    },
  };
}
