import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Instant, Status } from './status.ts';

export const CheckKind = z.enum(['http', 'tcp', 'docker', 'website', 'pm2', 'telegram-bot']);
export type CheckKind = z.infer<typeof CheckKind>;

/** The outcome of one run of one check, before thresholds are applied. */
export const BeatOutcome = z.enum(['ok', 'degraded', 'fail']);
export type BeatOutcome = z.infer<typeof BeatOutcome>;

/** One run of one check as it is kept. */
export const Heartbeat = z.object({
  at: Instant,
  outcome: BeatOutcome,
  /** The status that this run led to, thresholds applied. */
  status: Status,
  latencyMs: z.number().nonnegative().nullable(),
  /** What the target said, redacted, at most 500 characters. */
  message: z.string().max(500),
  /** Why it was not ok, to be shown in the admin's language (`errorText`); `message` is the same in English. */
  cause: ErrorShape.optional(),
  /** Seen by the night watch on the server while the console was away; absent: by the console itself. */
  source: z.literal('night-watch').optional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

/** How much of the time that somebody watched a service it answered, 0 to 1; null when nobody did. */
export const Uptime = z.object({
  day: z.number().nullable(),
  week: z.number().nullable(),
  month: z.number().nullable(),
});
export type Uptime = z.infer<typeof Uptime>;

/** One stretch of a check's history. Times in ms. */
export const TrendPoint = z.object({
  at: Instant,
  upMs: z.number().nonnegative(),
  degradedMs: z.number().nonnegative(),
  downMs: z.number().nonnegative(),
  pausedMs: z.number().nonnegative(),
  p50: z.number().nonnegative().nullable(),
  p95: z.number().nonnegative().nullable(),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

/** A check as a tile shows it. */
export const CheckView = z.object({
  id: z.string(),
  kind: CheckKind,
  /** What is checked, in one line: `GET http://localhost:4001/health`. */
  target: z.string(),
  intervalMs: z.number().positive(),
  status: Status,
  since: Instant,
  lastAt: Instant.nullable(),
  nextAt: Instant.nullable(),
  latencyMs: z.number().nullable(),
  message: z.string(),
  /** As in the newest heartbeat. */
  cause: ErrorShape.optional(),
  failuresInARow: z.number().int().nonnegative(),
  /** Of https: until when the server's certificate is valid, as it was seen last. */
  certificateUntil: Instant.nullable(),
  /** When a browser took the picture that `health.thumbnail` gives; null: there is none. */
  thumbnailAt: Instant.nullable(),
  /** The newest 40, oldest first. */
  recent: z.array(Heartbeat),
});
export type CheckView = z.infer<typeof CheckView>;
