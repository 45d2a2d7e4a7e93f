import { z } from 'zod';
import { Backup } from '../domain/backup.ts';
import { JobProgress } from '../domain/job.ts';
import { ServerCopyPlan, ServerCopyStage, ServerCopyStatus } from '../domain/server-copy.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();
const choice = {
  hostId: Id,
  /** When it runs, by the server's clock. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 02:17')
    .default('02:17'),
  keep: z.number().int().min(1).max(60).default(7),
};

export const serverCopyOperations = {
  /** Everything that placing would do, without doing it. */
  'server-copy.plan': operation({ input: z.strictObject(choice), output: ServerCopyPlan, event: never }),
  /** Places it or updates it, exactly as the plan with this digest said, and runs it once. */
  'server-copy.place': operation({
    input: z.strictObject({ ...choice, digest: z.string().regex(/^[0-9a-f]{64}$/) }),
    output: ServerCopyStatus,
    event: z.object({ stage: ServerCopyStage }),
  }),
  'server-copy.status': operation({
    input: z.strictObject({ hostId: Id }),
    output: ServerCopyStatus,
    event: never,
  }),
  /** Takes script and schedule off the server; the copies stay there unless `withCopies`. */
  'server-copy.remove': operation({
    input: z.strictObject({ hostId: Id, withCopies: z.boolean().default(false) }),
    output: ServerCopyStatus,
    event: z.object({ stage: ServerCopyStage }),
  }),
  /** Fetches one copy, checks it as any backup is checked, and takes it into the catalogue. */
  'server-copy.fetch': operation({
    input: z.strictObject({ hostId: Id, serviceId: Id, databaseId: Id, stamp: z.string().max(40) }),
    output: z.object({ backup: Backup }),
    event: JobProgress,
  }),
};
