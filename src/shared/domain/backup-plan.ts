import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { CronExpression } from './cron.ts';
import { Id, Instant } from './status.ts';
import { TimeZone } from './time-zone.ts';

/** How many days, weeks and months keep a scheduled copy: the newest of each. */
export const KeepRule = z.strictObject({
  daily: z.number().int().min(0).max(366),
  weekly: z.number().int().min(0).max(260),
  monthly: z.number().int().min(0).max(120),
});
export type KeepRule = z.infer<typeof KeepRule>;

export const defaultKeep: KeepRule = { daily: 7, weekly: 4, monthly: 12 };

/** When all databases of a host are copied by themselves, and how long those copies stay. */
export const BackupPlan = z.strictObject({
  isOn: z.boolean(),
  cron: CronExpression,
  timeZone: TimeZone,
  /** Null: nothing is ever removed. */
  keep: KeepRule.nullable(),
  /** The newest copy of each database is restore-tested every so many days; null: never by itself. */
  testEveryDays: z.number().int().min(1).max(365).nullable().default(7),
});
export type BackupPlan = z.infer<typeof BackupPlan>;

/** As it is kept: a start before `setAt` was never owed. */
export const KeptBackupPlan = z.object({ hostId: Id, plan: BackupPlan, setAt: Instant });
export type KeptBackupPlan = z.infer<typeof KeptBackupPlan>;

/** A database whose scheduled copy is owed. */
export const OwedBackup = z.object({
  serviceId: Id,
  databaseId: Id,
  /** The start that it missed. */
  since: Instant,
  isRunning: z.boolean(),
  /** When it is tried again; null where nothing was tried yet. */
  retryAt: Instant.nullable(),
  error: ErrorShape.nullable(),
});
export type OwedBackup = z.infer<typeof OwedBackup>;

/** A plan as it stands now. */
export const BackupPlanView = BackupPlan.extend({
  hostId: Id,
  nextAt: Instant.nullable(),
  owed: z.array(OwedBackup),
});
export type BackupPlanView = z.infer<typeof BackupPlanView>;

export const KeepReason = z.enum([
  'daily',
  'weekly',
  'monthly',
  'newest',
  'newest-of-server',
  'newest-tested',
]);
export type KeepReason = z.infer<typeof KeepReason>;

/** What retention would do to the scheduled copies of a host. Copies made by hand are never in it. */
export const RetentionPreview = z.object({
  kept: z.array(z.object({ backupId: Id, why: z.array(KeepReason) })),
  removed: z.array(
    z.object({
      backupId: Id,
      serviceId: Id,
      databaseId: Id,
      takenAt: Instant,
      bytes: z.number().int().nonnegative(),
      file: z.string(),
    }),
  ),
  freedBytes: z.number().int().nonnegative(),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;
