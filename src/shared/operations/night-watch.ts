import { z } from 'zod';
import { DeadManUrl, NightWatchPlan, NightWatchStage, NightWatchStatus } from '../domain/night-watch.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();
const stages = z.object({ stage: NightWatchStage });
/** Absent: as it is; null: none. */
const deadManUrl = DeadManUrl.nullable().optional();

export const nightWatchOperations = {
  /** Everything that placing would do, without doing it. */
  'night-watch.plan': operation({
    input: z.strictObject({ hostId: Id, deadManUrl }),
    output: NightWatchPlan,
    event: never,
  }),
  /** Places it or updates it, exactly as the plan with this digest said; otherwise nothing is done. */
  'night-watch.place': operation({
    input: z.strictObject({ hostId: Id, deadManUrl, digest: z.string().regex(/^[0-9a-f]{64}$/) }),
    output: NightWatchStatus,
    event: stages,
  }),
  'night-watch.status': operation({
    input: z.strictObject({ hostId: Id }),
    output: NightWatchStatus,
    event: never,
  }),
  /** Takes everything of it off the server again. */
  'night-watch.remove': operation({
    input: z.strictObject({ hostId: Id }),
    output: NightWatchStatus,
    event: stages,
  }),
};
