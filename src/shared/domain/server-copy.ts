import { z } from 'zod';
import { NightFile } from './night-watch.ts';
import { Id, Instant } from './status.ts';

/** Everything that placing (or updating) the server's own copies does, before it is done. */
export const ServerCopyPlan = z.object({
  hostId: Id,
  action: z.enum(['place', 'update', 'nothing']),
  version: z.number().int(),
  folder: z.string(),
  /** By the server's own clock: `02:17`. */
  at: z.string(),
  /** So many of each database stay on the server. */
  keep: z.number().int().positive(),
  files: z.array(NightFile),
  crontabLines: z.array(z.string()),
  /** What is run on the server, in order, as a person would type it. */
  commands: z.array(z.string()),
  copied: z.array(z.object({ serviceId: Id, databaseId: Id, path: z.string() })),
  /** Names that could break out of a line of data. */
  leftOut: z.array(z.object({ serviceId: Id, databaseId: Id })),
  cronRuns: z.boolean(),
  /** Of all the above: what is placed is what was shown. */
  digest: z.string(),
});
export type ServerCopyPlan = z.infer<typeof ServerCopyPlan>;

/** What the console remembers of copies that it set up on a server. */
export const PlacedServerCopy = z.object({
  hostId: Id,
  version: z.number().int(),
  folder: z.string(),
  placedAt: Instant,
  /** As it was chosen then: the time of day, and how many of each database stay. */
  at: z.string(),
  keep: z.number().int().positive(),
  /** sha256 by file name. */
  files: z.record(z.string(), z.string()),
});
export type PlacedServerCopy = z.infer<typeof PlacedServerCopy>;

/** A copy as it lies on the server. */
export const ServerCopyFile = z.object({
  serviceId: Id,
  databaseId: Id,
  /** Its name without an ending: `2026-11-23T02-17-00Z`. */
  stamp: z.string(),
  /** By our clock. */
  takenAt: Instant,
  /** Of the database itself; it lies there packed. */
  bytes: z.number().int().nonnegative(),
  /** It is in the catalogue of this console. */
  fetched: z.boolean(),
});
export type ServerCopyFile = z.infer<typeof ServerCopyFile>;

export const ServerCopyStatus = z.object({
  hostId: Id,
  /**
   * `not-offered`: this host is not a server over SSH; `absent`; `unknown`: set up, but there is no connection to look;
   * `working`: all is as it was placed, and it ran within the last day; `outdated`: the manual changed since; `damaged`:
   * a file or the schedule is not as it was placed; `stalled`: it has not run for more than a day.
   */
  state: z.enum(['not-offered', 'absent', 'unknown', 'working', 'outdated', 'damaged', 'stalled']),
  folder: z.string().nullable(),
  at: z.string().nullable(),
  keep: z.number().int().nullable(),
  placedAt: Instant.nullable(),
  lastRunAt: Instant.nullable(),
  lastRunSeconds: z.number().nullable(),
  differences: z.array(z.string()),
  /** What went wrong in its last run, by database. */
  problems: z.array(z.object({ what: z.string(), detail: z.string() })),
  /** The newest first. */
  copies: z.array(ServerCopyFile),
});
export type ServerCopyStatus = z.infer<typeof ServerCopyStatus>;

export const ServerCopyStage = z.enum(['write', 'verify', 'first-run', 'schedule', 'unschedule', 'delete']);
export type ServerCopyStage = z.infer<typeof ServerCopyStage>;
