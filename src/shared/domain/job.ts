import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Id, Instant } from './status.ts';

export const JobKind = z.enum([
  'backup',
  'verify',
  'backup-save',
  'restore',
  'restore-test',
  'state-restore',
  'image-save',
  'image-load',
  'image-push',
  'rebuild',
]);
export type JobKind = z.infer<typeof JobKind>;

/** How far a job is. Sizes in bytes, rates in bytes per second. */
export const JobProgress = z.object({
  /** A short key that the catalogues name: `snapshot`, `copy`, `replay`, `integrity`, … */
  phase: z.string(),
  doneBytes: z.number().nonnegative().nullable(),
  totalBytes: z.number().nonnegative().nullable(),
  bytesPerSecond: z.number().nonnegative().nullable(),
  remainingMs: z.number().nonnegative().nullable(),
});
export type JobProgress = z.infer<typeof JobProgress>;

/** A long operation. `interrupted`: Ronda was killed meanwhile; it is never repeated by itself. */
export const Job = z.object({
  id: Id,
  kind: JobKind,
  /** What it works on, for people: `warga-service · warga.db`. */
  subject: z.string(),
  hostId: Id.nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  progress: JobProgress.nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  error: ErrorShape.nullable(),
});
export type Job = z.infer<typeof Job>;
