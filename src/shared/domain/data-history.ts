import { z } from 'zod';
import { ArchivePlan, ArchiveRestoreResult } from './archive.ts';

export const Commit = z.string().regex(/^[0-9a-f]{40,64}$/);

const bytes = z.number().int().nonnegative();

/** Putting JSON files back as they were at a commit, before anything is touched. */
export const DataRestorePlan = ArchivePlan.omit({ archiveId: true, replacement: true }).extend({
  commit: Commit,
  /** By the names that the history gives them. Whatever else lies in the folder stays as it is. */
  files: z.array(
    z.object({
      path: z.string(),
      /** `stays`: it is now as it was then. */
      change: z.enum(['changes', 'appears', 'stays']),
      bytes,
      bytesNow: bytes.nullable(),
    }),
  ),
});
export type DataRestorePlan = z.infer<typeof DataRestorePlan>;

export const DataRestoreResult = ArchiveRestoreResult.omit({ safetyArchiveId: true }).extend({
  /** The commit that holds what was there before. */
  safetyCommit: Commit,
});
export type DataRestoreResult = z.infer<typeof DataRestoreResult>;
