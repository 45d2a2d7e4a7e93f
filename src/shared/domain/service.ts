import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { CheckView, Uptime } from './health.ts';
import { ActiveSilence } from './silence.ts';
import { Id, Instant, Status } from './status.ts';

/** What Docker says of one container. */
export const ContainerView = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  imageId: z.string(),
  state: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
  health: z.enum(['none', 'starting', 'healthy', 'unhealthy']),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  restartCount: z.number().int().nonnegative(),
  exitCode: z.number().int().nullable(),
  /** Percent of one CPU; null until two samples were taken. */
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  memoryLimitBytes: z.number().nullable(),
  /** Bytes per second over its networks and to its disks; null until two samples were taken, or where nothing counts. */
  io: z
    .object({
      receivedPerSecond: z.number().nullable(),
      sentPerSecond: z.number().nullable(),
      readPerSecond: z.number().nullable(),
      writtenPerSecond: z.number().nullable(),
    })
    .nullable(),
});
export type ContainerView = z.infer<typeof ContainerView>;

/** The three dates of a database: taken, verified, restore-tested, each of the newest backup that has it. */
export const DatabaseView = z.object({
  id: Id,
  path: z.string(),
  takenAt: Instant.nullable(),
  verifiedAt: Instant.nullable(),
  restoreTestedAt: Instant.nullable(),
});
export type DatabaseView = z.infer<typeof DatabaseView>;

/** One service of the profile on one host. */
export const TileView = z.object({
  /** `<hostId>/<serviceId>`. */
  id: z.string(),
  hostId: Id,
  serviceId: Id,
  name: z.string(),
  /** `container`: found by its Compose labels; `process`: on the host, outside Docker; `site`: anywhere. */
  runsAs: z.enum(['container', 'process', 'site']),
  port: z.number().nullable(),
  status: Status,
  since: Instant,
  /** Why it is so, in one line: the message of the check or the container that decides. */
  reason: z.string(),
  /** The same, to be shown in the admin's language with `errorText`; absent when all is well. */
  cause: ErrorShape.optional(),
  /** While `unobserved`: what was seen last, to be shown dimmed. */
  lastSeen: z.object({ status: Status, at: Instant }).optional(),
  checks: z.array(CheckView),
  /** Of its worst check; null until it was worked out. */
  uptime: Uptime.nullable(),
  containers: z.array(ContainerView),
  databases: z.array(DatabaseView),
  /** Set while it was stopped through Ronda. */
  paused: z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable(),
  /** Set while a silence holds: what fails is nobody's alarm. */
  silenced: ActiveSilence.nullable(),
});
export type TileView = z.infer<typeof TileView>;

/** What the containers of a service used over one stretch of time, together; rates in bytes per second. */
export const UsagePoint = z.object({
  at: Instant,
  /** Percent of one CPU. */
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  receivedPerSecond: z.number().nullable(),
  sentPerSecond: z.number().nullable(),
  readPerSecond: z.number().nullable(),
  writtenPerSecond: z.number().nullable(),
});
export type UsagePoint = z.infer<typeof UsagePoint>;

/** `recreate`: a new container with the same settings; `pull`: the same, from a freshly pulled image. */
export const ServiceAction = z.enum(['start', 'stop', 'restart', 'pause', 'unpause', 'recreate', 'pull']);
export type ServiceAction = z.infer<typeof ServiceAction>;

/** One command that an action stands for, and what came of it. */
export const CommandRecord = z.object({
  /** As an admin would type it on the server. */
  command: z.string(),
  startedAt: Instant,
  durationMs: z.number().nonnegative(),
  ok: z.boolean(),
  output: z.string(),
});
export type CommandRecord = z.infer<typeof CommandRecord>;
