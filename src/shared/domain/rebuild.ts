import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Id, Instant } from './status.ts';

/** What is still missing on this computer for a whole rebuild. */
export const RebuildGap = z.object({
  kind: z.enum(['image', 'database', 'volume']),
  name: z.string(),
  serviceId: z.string(),
});
export type RebuildGap = z.infer<typeof RebuildGap>;

/** What a server consists of, without a value of its environment: those stay in the vault. */
export const RebuildKitView = z.object({
  hostId: Id,
  hostName: z.string(),
  takenAt: Instant,
  containers: z.array(z.object({ name: z.string(), image: z.string(), isRunning: z.boolean() })),
  volumes: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int().nonnegative() })),
  /** What could not be taken along, and why. */
  leftOut: z.array(z.object({ what: z.string(), why: z.string() })),
  gaps: z.array(RebuildGap),
});
export type RebuildKitView = z.infer<typeof RebuildKitView>;

/** A rebuild as it would happen, before anything is touched. */
export const RebuildPlan = z.object({
  hostId: Id,
  targetHostId: Id,
  kitTakenAt: Instant,
  images: z.array(
    z.object({ reference: z.string(), bytes: z.number().int().nonnegative(), isThere: z.boolean() }),
  ),
  volumes: z.array(
    z.object({
      name: z.string(),
      /** Of the archive that fills it; null: it begins empty. */
      archiveTakenAt: Instant.nullable(),
      databases: z.array(z.object({ path: z.string(), takenAt: Instant })),
      bytes: z.number().int().nonnegative(),
    }),
  ),
  files: z.array(
    z.object({
      path: z.string(),
      /** `other`: another file stands there; ours is put beside it as `.ronda`. */
      state: z.enum(['absent', 'same', 'other']),
    }),
  ),
  containers: z.array(z.string()),
  /** Of an interrupted rebuild; removed first. */
  leftovers: z.array(z.string()),
  /** All that travels. */
  bytes: z.number().int().nonnegative(),
  commands: z.array(z.string()),
  warnings: z.array(ErrorShape),
  /** Names this very plan: a rebuild is refused when the world has changed since it was shown. */
  planId: z.string(),
});
export type RebuildPlan = z.infer<typeof RebuildPlan>;

export const RebuildResult = z.object({
  /** Every container that was started, with an empty problem where it is well. */
  containers: z.array(z.object({ name: z.string(), problem: z.string() })),
  /** Services whose checks do not pass. */
  failing: z.array(z.string()),
  durationMs: z.number().nonnegative(),
});
export type RebuildResult = z.infer<typeof RebuildResult>;
