import { z } from 'zod';
import {
  EnvironmentHistory,
  EnvironmentHistoryId,
  EnvironmentRestorePlan,
  EnvironmentRestoreResult,
  EnvironmentSnapshotResult,
  SnapshotNumber,
} from '../domain/environment.ts';
import { JobProgress } from '../domain/job.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();

const Path = z.string().min(1).max(4096);
const AgeReader = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recipient'), recipient: z.string().max(8192) }),
  z.strictObject({
    kind: z.literal('passphrase'),
    passphrase: z.string().min(12, 'at least 12 characters').max(1024),
  }),
]);
const RestoreOf = z.strictObject({
  hostId: Id,
  historyId: EnvironmentHistoryId,
  snapshot: SnapshotNumber,
});

/** The environment of a host's services and its `.env` files, kept in the vault. */
export const environmentOperations = {
  /** Keeps what changed since the last one. */
  'env.snapshot': operation({
    input: z.strictObject({ hostId: Id }),
    output: EnvironmentSnapshotResult,
    event: JobProgress,
  }),
  /** Names, times and ages of keys; never a value. */
  'env.history': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ histories: z.array(EnvironmentHistory) }),
    event: never,
  }),
  /** Exactly one value; that it was shown is journalled first. */
  'env.reveal': operation({
    input: z.strictObject({
      hostId: Id,
      historyId: EnvironmentHistoryId,
      snapshot: SnapshotNumber,
      name: z.string().max(65_536),
    }),
    output: z.object({ value: z.string() }),
    event: never,
  }),
  /**
   * Writes a new file for its owner alone; one that is there is never replaced. Without a path the person is asked for
   * a place. `path` of the answer is null when they changed their mind.
   */
  'env.export': operation({
    input: z.discriminatedUnion('form', [
      z.strictObject({
        form: z.literal('dotenv-age'),
        hostId: Id,
        historyId: EnvironmentHistoryId,
        /** The newest one where none is named. */
        snapshot: SnapshotNumber.optional(),
        to: AgeReader,
        path: Path.optional(),
      }),
      /** An import file for Bitwarden of every history's newest snapshot, or of one. Anybody can read it. */
      z.strictObject({
        form: z.literal('bitwarden'),
        hostId: Id,
        historyId: EnvironmentHistoryId.optional(),
        /** Has to be said: the file is not encrypted. */
        plain: z.boolean().default(false),
        path: Path.optional(),
      }),
    ]),
    output: z.object({ path: z.string().nullable(), keys: z.number().int().nonnegative() }),
    event: never,
  }),
  /** Dry run of putting a `.env` file back. Touches nothing. */
  'env.plan-restore': operation({
    input: RestoreOf,
    output: z.object({ plan: EnvironmentRestorePlan }),
    event: never,
  }),
  /** Puts the file back; what stands there is kept as a snapshot first. No container is touched. */
  'env.restore': operation({
    input: RestoreOf.extend({
      planId: z.string().max(128),
      reason: z.string().trim().max(500).default(''),
    }),
    output: z.object({ result: EnvironmentRestoreResult }),
    event: JobProgress,
  }),
};
