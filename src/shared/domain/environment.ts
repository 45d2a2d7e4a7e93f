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
  /** Services without a container now. */
  unread: names,
});
export type EnvironmentSnapshotResult = z.infer<typeof EnvironmentSnapshotResult>;
