import { z } from 'zod';
import { JobProgress } from '../domain/job.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();
const Commit = z.string().regex(/^[0-9a-f]{40,64}$/);
const paths = z.array(z.string());

/** The JSON files of a server's services as commits of a Git repository in the backup folder. */
export const dataHistoryOperations = {
  /** `commit` is null when nothing changed. What was left out keeps its last version in the history. */
  'data.snapshot': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({
      commit: Commit.nullable(),
      files: z.number().int().nonnegative(),
      broken: paths,
      leftOut: paths,
      /** Services without a container now. */
      unread: paths,
    }),
    event: JobProgress,
  }),
  /** Newest first. */
  'data.history': operation({
    input: z.strictObject({ hostId: Id, limit: z.number().int().min(1).max(500).default(50) }),
    output: z.object({ commits: z.array(z.object({ commit: Commit, at: z.string(), message: z.string() })) }),
    event: never,
  }),
  /** A file as it was, or without `path` the names of all files at that commit. */
  'data.show': operation({
    input: z.strictObject({ hostId: Id, commit: Commit, path: z.string().max(1000).optional() }),
    output: z.object({ paths, text: z.string().nullable() }),
    event: never,
  }),
};
