import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { SnapshotNumber } from './environment.ts';
import { Instant } from './status.ts';

export const ConfigurationHistoryId = z.string().regex(/^config-[0-9a-f]{16}$/);

/** What names the file: Compose, nginx, a container that has it mounted, or the manual. */
export const ConfigurationOrigin = z.enum(['compose', 'nginx', 'mounted', 'manual']);
export type ConfigurationOrigin = z.infer<typeof ConfigurationOrigin>;

/** How many lines came and went; never which. */
export const LineCounts = z.object({
  added: z.number().int().nonnegative(),
  removed: z.number().int().nonnegative(),
});
export type LineCounts = z.infer<typeof LineCounts>;

/** The history of one file as it may be shown: times and sizes, no content. */
export const ConfigurationHistory = z.object({
  historyId: ConfigurationHistoryId,
  path: z.string(),
  origin: ConfigurationOrigin,
  /** Oldest first. */
  snapshots: z.array(
    z.object({
      snapshot: SnapshotNumber,
      at: Instant,
      /** False: the file was not there. */
      isThere: z.boolean(),
      bytes: z.number().int().nonnegative(),
      /** Against the one before; null for what is no text. */
      lines: LineCounts.nullable(),
    }),
  ),
  /** Older snapshots than these were there. */
  dropped: z.number().int().nonnegative(),
});
export type ConfigurationHistory = z.infer<typeof ConfigurationHistory>;

export const ConfigurationSnapshotResult = z.object({
  /** Where something changed. */
  added: z.array(z.object({ historyId: ConfigurationHistoryId, path: z.string(), snapshot: SnapshotNumber })),
  unchanged: z.number().int().nonnegative(),
  /** Named, and not there. */
  absent: z.array(z.string()),
  leftOut: z.array(z.object({ what: z.string(), why: ErrorShape })),
});
export type ConfigurationSnapshotResult = z.infer<typeof ConfigurationSnapshotResult>;

/** A file as it would be put back, without its content. */
export const ConfigurationRestorePlan = z.object({
  historyId: ConfigurationHistoryId,
  path: z.string(),
  snapshot: SnapshotNumber,
  takenAt: Instant,
  /** False: no file stands there now. */
  isThere: z.boolean(),
  /** Nothing is to be done. */
  isSame: z.boolean(),
  bytes: z.number().int().nonnegative(),
  /** Against what stands there; null where one of them is no text. */
  lines: LineCounts.nullable(),
  /** Of the file that stands there, else as it was last seen. */
  uid: z.number().int().nonnegative(),
  gid: z.number().int().nonnegative(),
  mode: z.number().int().nonnegative(),
  /** To be run first, and what makes the file count; Ronda runs neither. */
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** Names this very plan: it is refused when the file has changed since. */
  planId: z.string(),
});
export type ConfigurationRestorePlan = z.infer<typeof ConfigurationRestorePlan>;

export const ConfigurationRestoreResult = z.object({
  outcome: z.enum(['restored', 'unchanged', 'rolled-back']),
  /** Why it was rolled back; empty otherwise. */
  reason: z.string(),
  /** What stood there before; null when nothing was changed. */
  safetySnapshot: SnapshotNumber.nullable(),
  after: z.array(z.string()),
});
export type ConfigurationRestoreResult = z.infer<typeof ConfigurationRestoreResult>;
