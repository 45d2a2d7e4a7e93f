import { z } from 'zod';
import { Commit, DataRestorePlan, DataRestoreResult } from '../domain/data-history.ts';
import { JobProgress } from '../domain/job.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();
const paths = z.array(z.string());
/** `files` by the names that `data.show` lists, all of one folder; without it all that the service had. */
const PutBack = z.strictObject({
  hostId: Id,
  serviceId: Id,
  commit: Commit,
  files: z.array(z.string().max(1000)).min(1).max(500).optional(),
});

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
    output: z.object({
      commits: z.array(z.object({ commit: Commit, at: z.string(), message: z.string() })),
      remote: z.string().nullable(),
      /** What the remote is known to have. */
      pushed: Commit.nullable(),
    }),
    event: never,
  }),
  /** A file as it was, or without `path` the names of all files at that commit. */
  'data.show': operation({
    input: z.strictObject({ hostId: Id, commit: Commit, path: z.string().max(1000).optional() }),
    output: z.object({ paths, text: z.string().nullable() }),
    event: never,
  }),
  /** Dry run. Touches nothing. */
  'data.plan-restore': operation({
    input: PutBack,
    output: z.object({ plan: DataRestorePlan }),
    event: never,
  }),
  'data.restore': operation({
    input: PutBack.extend({ planId: z.string(), reason: z.string().trim().max(500).default('') }),
    output: z.object({ result: DataRestoreResult }),
    event: JobProgress,
  }),
  /**
   * Where the commits are pushed to; null: nowhere. They leave this computer in plain, so each new address is confirmed.
   */
  'data.set-remote': operation({
    input: z.strictObject({
      hostId: Id,
      url: z.string().max(1000).nullable(),
      confirmed: z.boolean().default(false),
    }),
    output: z.object({ url: z.string().nullable() }),
    event: never,
  }),
  /** `commit` is null while there is none; `isNew` is false when the remote had it already. */
  'data.push': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ url: z.string(), commit: Commit.nullable(), isNew: z.boolean() }),
    event: never,
  }),
};
