import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Id, Instant } from './status.ts';

export const VerificationStep = z.enum(['unpack', 'sha256', 'integrity', 'foreign-keys', 'row-counts']);
export type VerificationStep = z.infer<typeof VerificationStep>;

export const StepResult = z.object({
  step: VerificationStep,
  ok: z.boolean(),
  detail: z.string(),
  durationMs: z.number().nonnegative(),
});
export type StepResult = z.infer<typeof StepResult>;

/** How a copy was taken. */
export const BackupMethod = z.enum([
  'held-read-raw',
  'sqlite-cli',
  'paused-copy',
  'safety-copy',
  'server-copy',
  'imported-file',
]);
export type BackupMethod = z.infer<typeof BackupMethod>;

/** Whether a service came up well on a backup, in a throwaway container. */
const TestState = z.enum(['passed', 'failed']);

const RowCounts = z.record(z.string(), z.number().int().nonnegative());

/**
 * The file beside every backup, readable without Ronda; the catalogue can be rebuilt from these alone.
 * Unknown keys are kept out: the file may come from anywhere.
 */
export const BackupManifest = z.object({
  format: z.literal('ronda-backup/1'),
  id: Id,
  host: z.object({ id: Id, name: z.string() }),
  service: Id,
  database: Id,
  /** Path inside the container. */
  sourcePath: z.string(),
  takenAt: z.iso.datetime(),
  reason: z.enum(['manual', 'scheduled', 'safety', 'import']),
  method: BackupMethod,
  container: z
    .object({ id: z.string(), name: z.string(), imageId: z.string(), image: z.string() })
    .nullable(),
  /** Of the source file, for a restore into an empty volume. */
  owner: z
    .object({
      uid: z.number().int().nonnegative(),
      gid: z.number().int().nonnegative(),
      mode: z.number().int().min(0).max(0o7777),
    })
    .nullable()
    .default(null),
  /** The database file's name beside the manifest. */
  file: z.string(),
  /** Of the database as it lies on the disk. */
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the file as it is stored, where that is packed (`.zst`, `.age`); null: it is the database itself. */
  stored: z
    .object({ bytes: z.number().int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
    .nullable()
    .default(null),
  /** What came over the line to make it; null where nobody counted. */
  transferredBytes: z.number().int().nonnegative().nullable().default(null),
  sqliteVersion: z.string(),
  userVersion: z.number().int(),
  applicationId: z.number().int(),
  rowCounts: RowCounts,
  verification: z.object({
    state: z.enum(['verified', 'failed']),
    at: z.iso.datetime(),
    steps: z.array(StepResult),
  }),
  /** The last test that it passed. */
  restoreTestedAt: z.iso.datetime().nullable(),
  /** The last test of all, passed or not. */
  restoreTest: z
    .object({ state: TestState, at: z.iso.datetime(), detail: z.string().max(2000) })
    .nullable()
    .default(null),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** A line of the catalogue. A copy whose verification failed is kept, shown and never called a backup. */
export const Backup = z.object({
  id: Id,
  hostId: Id,
  hostName: z.string(),
  serviceId: Id,
  databaseId: Id,
  sourcePath: z.string(),
  takenAt: Instant,
  verification: z.enum(['verified', 'failed']),
  verifiedAt: Instant.nullable(),
  steps: z.array(StepResult),
  restoreTestedAt: Instant.nullable(),
  restoreTest: z.object({ state: TestState, at: Instant, detail: z.string() }).nullable().default(null),
  reason: BackupManifest.shape.reason,
  method: BackupMethod,
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  /** What it takes on the disk, where it is packed. */
  storedBytes: z.number().int().nonnegative().nullable().default(null),
  /** What came over the line to make it. */
  transferredBytes: z.number().int().nonnegative().nullable().default(null),
  rowCounts: RowCounts,
  /** Path relative to the backup folder. */
  file: z.string(),
  /** The file is not where the catalogue says (another disk, deleted by hand). */
  missing: z.boolean(),
});
export type Backup = z.infer<typeof Backup>;

/** A restore as it would happen, before anything is touched. */
export const RestorePlan = z.object({
  backupId: Id,
  hostId: Id,
  serviceId: Id,
  databaseId: Id,
  /** Every container that mounts the volume: all of them stop. */
  stops: z.array(z.object({ id: z.string(), name: z.string(), image: z.string(), running: z.boolean() })),
  volume: z.string(),
  targetPath: z.string(),
  /** What is there now. */
  current: z.object({ bytes: z.number(), modifiedAt: Instant.nullable() }).nullable(),
  replacement: z.object({ bytes: z.number(), takenAt: Instant, rowCounts: RowCounts }),
  /** The commands it stands for, in order. */
  commands: z.array(z.string()),
  estimatedDowntimeMs: z.number().nonnegative(),
  /** What the admin should mind before confirming, to be shown in their language with `errorText`. */
  warnings: z.array(ErrorShape),
  /** Names this very plan: a restore is refused when the world has changed since it was shown. */
  planId: z.string(),
});
export type RestorePlan = z.infer<typeof RestorePlan>;

export const RestoreResult = z.object({
  outcome: z.enum(['restored', 'rolled-back']),
  /** The copy of what was there before, itself a line of the catalogue. */
  safetyBackupId: Id.nullable(),
  downtimeMs: z.number().nonnegative(),
  /** Why it was rolled back; empty when it was not. */
  reason: z.string(),
});
export type RestoreResult = z.infer<typeof RestoreResult>;
