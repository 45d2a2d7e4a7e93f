import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Instant } from './status.ts';

/** One history: a service's own environment, or a `.env` file of the server. */
export const EnvironmentHistoryId = z.string().regex(/^(service|file)-[a-z0-9-]{1,64}$/);

const names = z.array(z.string());

/** What differs, by name alone. */
export const EnvironmentChange = z.object({ added: names, changed: names, removed: names });
export type EnvironmentChange = z.infer<typeof EnvironmentChange>;

/** How old a key is: at least, for one that was there before the first snapshot. */
export const EnvironmentKey = z.object({
  name: z.string(),
  firstSeen: Instant,
  lastChanged: Instant,
  /** No longer part of the newest snapshot. */
  isGone: z.boolean(),
});
export type EnvironmentKey = z.infer<typeof EnvironmentKey>;

/** Counted up from 1 in each history; a number is never given twice. */
export const SnapshotNumber = z.number().int().positive();

/** A history as it may be shown: names and times, never a value. */
export const EnvironmentHistory = z.object({
  historyId: EnvironmentHistoryId,
  kind: z.enum(['service', 'file']),
  /** The id of the service, or the path of the file. */
  name: z.string(),
  /** Oldest first. */
  snapshots: z.array(
    z.object({
      snapshot: SnapshotNumber,
      at: Instant,
      /** False: the file was not there. */
      isThere: z.boolean(),
      keys: z.number().int().nonnegative(),
      /** Since the one before; null when that one is no longer kept. */
      change: EnvironmentChange.nullable(),
    }),
  ),
  /** Older snapshots than these were there; the ages of keys still count them. */
  dropped: z.number().int().nonnegative(),
  keys: z.array(EnvironmentKey),
});
export type EnvironmentHistory = z.infer<typeof EnvironmentHistory>;

export const EnvironmentSnapshotResult = z.object({
  /** Where something changed. */
  added: z.array(z.object({ historyId: EnvironmentHistoryId, name: z.string(), snapshot: SnapshotNumber })),
  unchanged: z.number().int().nonnegative(),
  leftOut: z.array(z.object({ what: z.string(), why: ErrorShape })),
  /** Services without a container now, those outside of Docker among them. */
  unread: names,
});
export type EnvironmentSnapshotResult = z.infer<typeof EnvironmentSnapshotResult>;

/** A `.env` file as it would be put back, by name alone. */
export const EnvironmentRestorePlan = z.object({
  historyId: EnvironmentHistoryId,
  path: z.string(),
  snapshot: SnapshotNumber,
  takenAt: Instant,
  /** False: no file stands there now. */
  isThere: z.boolean(),
  /** Nothing is to be done. */
  isSame: z.boolean(),
  change: EnvironmentChange,
  /** Every key has its value already; comments, order or spelling differ. */
  onlyOtherLines: z.boolean(),
  /** Of the file that stands there, else as it was last seen. */
  uid: z.number().int().nonnegative(),
  gid: z.number().int().nonnegative(),
  mode: z.number().int().nonnegative(),
  /** What makes the services use it; Ronda does not run it. */
  commands: z.array(z.string()),
  /** Names this very plan: a restore is refused when the file has changed since. */
  planId: z.string(),
});
export type EnvironmentRestorePlan = z.infer<typeof EnvironmentRestorePlan>;

export const EnvironmentRestoreResult = z.object({
  outcome: z.enum(['restored', 'unchanged', 'rolled-back']),
  /** Why it was rolled back; empty otherwise. */
  reason: z.string(),
  /** What stood there before; null when nothing was changed. */
  safetySnapshot: SnapshotNumber.nullable(),
  commands: z.array(z.string()),
});
export type EnvironmentRestoreResult = z.infer<typeof EnvironmentRestoreResult>;
