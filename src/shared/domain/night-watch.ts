import { z } from 'zod';
import { Id, Instant } from './status.ts';

/** What starts the night watch each minute on the server. */
export const NightScheduler = z.enum(['cron', 'systemd-user']);
export type NightScheduler = z.infer<typeof NightScheduler>;

/** An address that is called after every run, so that somebody else notices a server that is dead. */
export const DeadManUrl = z
  .url({ protocol: /^https$/ })
  .max(500)
  .refine(
    (url) => URL.canParse(url) && new URL(url).username === '',
    'an https:// address without a password',
  );

/** A file as it will lie on the server. The text of one that holds a secret is masked. */
export const NightFile = z.object({
  name: z.string(),
  path: z.string(),
  mode: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  isSecret: z.boolean(),
  text: z.string(),
});
export type NightFile = z.infer<typeof NightFile>;

export const NightNote = z.enum([
  /** systemd's user timers end with the session unless lingering is allowed for the user. */
  'needs-lingering',
  'cron-not-running',
  'website-from-server',
  'no-dead-man',
  'quiet-hours',
  'no-time-limit',
  'severity-not-routed',
]);
export type NightNote = z.infer<typeof NightNote>;

/** Why a check of the profile cannot be made by the night watch. */
export const LeftOutReason = z.enum([
  'characters',
  'credentials',
  'no-http',
  'no-tcp',
  'no-docker',
  'console-only',
]);
export type LeftOutReason = z.infer<typeof LeftOutReason>;

/** Everything that placing (or updating) does, before it is done. */
export const NightWatchPlan = z.object({
  hostId: Id,
  action: z.enum(['place', 'update', 'nothing']),
  version: z.number().int(),
  folder: z.string(),
  scheduler: NightScheduler,
  files: z.array(NightFile),
  /** Lines that are added to the user's crontab; none with a timer. */
  crontabLines: z.array(z.string()),
  /** What is run on the server, in order, as a person would type it. */
  commands: z.array(z.string()),
  watched: z.array(z.object({ serviceId: z.string(), checkId: z.string(), target: z.string() })),
  leftOut: z.array(z.object({ serviceId: z.string(), checkId: z.string(), reason: LeftOutReason })),
  notes: z.array(NightNote),
  hasDeadMan: z.boolean(),
  /** Of all the above, secrets included: what is placed is what was shown. */
  digest: z.string(),
});
export type NightWatchPlan = z.infer<typeof NightWatchPlan>;

/** What the console remembers of a night watch that it placed. */
export const PlacedNightWatch = z.object({
  hostId: Id,
  version: z.number().int(),
  folder: z.string(),
  scheduler: NightScheduler,
  placedAt: Instant,
  /** sha256 by file name. */
  files: z.record(z.string(), z.string()),
  /** The newest beat that was fetched, in seconds of the server's clock. */
  fetchedUntil: z.number().int().nonnegative(),
});
export type PlacedNightWatch = z.infer<typeof PlacedNightWatch>;

export const NightWatchStatus = z.object({
  hostId: Id,
  /**
   * `not-offered`: this host is not a server over SSH; `absent`: the console cannot watch while it is closed;
   * `unknown`: placed, but there is no connection to look; `watching`: all is as it was placed, and it runs;
   * `outdated`: the profile, the channel or the script changed since; `damaged`: a file or the schedule is not as it
   * was placed; `stalled`: it has not run for minutes.
   */
  state: z.enum(['not-offered', 'absent', 'unknown', 'watching', 'outdated', 'damaged', 'stalled']),
  version: z.number().int().nullable(),
  newestVersion: z.number().int(),
  folder: z.string().nullable(),
  scheduler: NightScheduler.nullable(),
  placedAt: Instant.nullable(),
  lastRunAt: Instant.nullable(),
  lastRunSeconds: z.number().nullable(),
  /** What is not as it was placed: file names, `schedule`. */
  differences: z.array(z.string()),
  /** Why its last message could not be sent; empty when it could. */
  problem: z.string(),
  /** Services that it reported down and that have not recovered. */
  told: z.array(z.string()),
});
export type NightWatchStatus = z.infer<typeof NightWatchStatus>;

export const NightWatchStage = z.enum(['write', 'verify', 'schedule', 'first-run', 'unschedule', 'delete']);
export type NightWatchStage = z.infer<typeof NightWatchStage>;
