import { z } from 'zod';
import { JobProgress } from '../domain/job.ts';
import { RebuildKitView, RebuildPlan, RebuildResult } from '../domain/rebuild.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();

/** From the laptop alone onto an empty engine. */
export const rebuildOperations = {
  /** What is known of a server, and what is still missing for a whole rebuild. */
  'rebuild.kit': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ kit: RebuildKitView.nullable() }),
    event: never,
  }),
  /** Reads how the server is put together: containers, networks, volumes, Compose and nginx files. Only reads. */
  'rebuild.take-kit': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ kit: RebuildKitView }),
    event: never,
  }),
  /** Takes the kit and everything that is missing: images, databases, volumes. */
  'rebuild.prepare': operation({
    input: z.strictObject({ hostId: Id }),
    output: z.object({ kit: RebuildKitView }),
    event: JobProgress,
  }),
  /** Dry run. Touches nothing. */
  'rebuild.plan': operation({
    input: z.strictObject({ hostId: Id, targetHostId: Id }),
    output: z.object({ plan: RebuildPlan }),
    event: never,
  }),
  'rebuild.run': operation({
    input: z.strictObject({
      hostId: Id,
      targetHostId: Id,
      planId: z.string(),
      reason: z.string().trim().max(500).default(''),
    }),
    output: z.object({ result: RebuildResult }),
    event: JobProgress,
  }),
};
