import { z } from 'zod';
import {
  EnvironmentHistory,
  EnvironmentHistoryId,
  EnvironmentSnapshotResult,
  SnapshotNumber,
} from '../domain/environment.ts';
import { JobProgress } from '../domain/job.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();

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
};
