import { z } from 'zod';
import { BackupPlan, BackupPlanView, KeepRule, RetentionPreview } from '../domain/backup-plan.ts';
import { Id, Instant } from '../domain/status.ts';
import { TimeZone } from '../domain/time-zone.ts';
import { operation } from '../operation.ts';

const never = z.never();
const retention = { hostId: Id, keep: KeepRule, timeZone: TimeZone };

export const backupPlanOperations = {
  /** Null: this host has none. */
  'backup-plan.read': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ plan: BackupPlanView.nullable() }),
    event: never,
  }),
  'backup-plan.set': operation({
    input: z.strictObject({ hostId: Id, plan: BackupPlan }),
    output: z.object({ plan: BackupPlanView }),
    event: never,
  }),
  /** The next starts of a schedule, before it is kept. */
  'backup-plan.preview': operation({
    input: z.strictObject({ cron: BackupPlan.shape.cron, timeZone: TimeZone }),
    output: z.object({ starts: z.array(Instant) }),
    event: never,
  }),
  /** What a rule would keep and remove now. Touches nothing. */
  'backup-plan.preview-retention': operation({
    input: z.strictObject(retention),
    output: z.object({ preview: RetentionPreview }),
    event: never,
  }),
  /** Removes those of the named copies that the rule still lets go, and no others. */
  'backup-plan.prune': operation({
    input: z.strictObject({ ...retention, backupIds: z.array(Id).max(100_000) }),
    output: z.object({ removed: z.number().int(), freedBytes: z.number().int() }),
    event: never,
  }),
};
