import { z } from 'zod';
import { Archive, ArchivePlan, ArchiveRestoreResult, ArchiveSource } from '../domain/archive.ts';
import { JobProgress } from '../domain/job.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();

/** Whole volumes and folders of files, as archives with owner and mode. */
export const archiveOperations = {
  /** Newest first; what lies in the folder and cannot be listed is named in `unreadable`. */
  'archive.list': operation({
    input: z.strictObject({ hostId: Id.optional(), serviceId: Id.optional() }),
    output: z.object({ archives: z.array(Archive), unreadable: z.array(z.string()) }),
    event: never,
  }),
  /** The volumes and folders that the containers of a host's services have mounted now. */
  'archive.sources': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ sources: z.array(ArchiveSource) }),
    event: never,
  }),
  'archive.take': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id, sourceId: Id }),
    output: z.object({ archive: Archive }),
    event: JobProgress,
  }),
  /** Reads it whole again. One that is damaged is an answer, not an error. */
  'archive.verify': operation({
    input: z.strictObject({ archiveId: Id }),
    output: z.object({ archive: Archive }),
    event: JobProgress,
  }),
  /** Deletes it from this computer for good; nothing else does. */
  'archive.remove': operation({
    input: z.strictObject({ archiveId: Id }),
    output: z.strictObject({}),
    event: never,
  }),
  /** Dry run. Touches nothing. */
  'archive.plan-restore': operation({
    input: z.strictObject({ archiveId: Id }),
    output: z.object({ plan: ArchivePlan }),
    event: never,
  }),
  'archive.restore': operation({
    input: z.strictObject({
      archiveId: Id,
      planId: z.string(),
      reason: z.string().trim().max(500).default(''),
    }),
    output: z.object({ result: ArchiveRestoreResult }),
    event: JobProgress,
  }),
};
