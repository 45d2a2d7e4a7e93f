import { z } from 'zod';
import {
  ConfigurationHistory,
  ConfigurationHistoryId,
  ConfigurationRestorePlan,
  ConfigurationRestoreResult,
  ConfigurationSnapshotResult,
} from '../domain/configuration.ts';
import { SnapshotNumber } from '../domain/environment.ts';
import { JobProgress } from '../domain/job.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();

const SnapshotOf = z.strictObject({
  hostId: Id,
  historyId: ConfigurationHistoryId,
  snapshot: SnapshotNumber,
});

/** The configuration files of a server, one by one, kept in the vault. */
export const configurationOperations = {
  /** Keeps what changed since the last one. */
  'config.snapshot': operation({
    input: z.strictObject({ hostId: Id }),
    output: ConfigurationSnapshotResult,
    event: JobProgress,
  }),
  /** Paths, times and sizes; never a content. */
  'config.history': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ histories: z.array(ConfigurationHistory) }),
    event: never,
  }),
  /** The text of one file, or what changed in it since the snapshot before; that it was shown is journalled first. */
  'config.show': operation({
    input: SnapshotOf.extend({ as: z.enum(['content', 'change']) }),
    output: z.object({ text: z.string() }),
    event: never,
  }),
  /** Dry run of putting a file back. Touches nothing. */
  'config.plan-restore': operation({
    input: SnapshotOf,
    output: z.object({ plan: ConfigurationRestorePlan }),
    event: never,
  }),
  /** Puts the file back; what stands there is kept as a snapshot first. Nothing is restarted. */
  'config.restore': operation({
    input: SnapshotOf.extend({
      planId: z.string().max(128),
      reason: z.string().trim().max(500).default(''),
    }),
    output: z.object({ result: ConfigurationRestoreResult }),
    event: JobProgress,
  }),
};
