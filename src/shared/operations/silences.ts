import { z } from 'zod';
import { Silence, SilenceView, SilenceWindow } from '../domain/silence.ts';
import { Id, Instant } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();

export const silenceOperations = {
  'silences.list': operation({
    input: z.strictObject({}),
    output: z.object({ silences: z.array(SilenceView) }),
    event: never,
  }),
  'silences.add': operation({
    input: z.strictObject({
      hostId: Id,
      serviceId: Id.nullable().default(null),
      reason: Silence.shape.reason.trim().min(1, 'a reason'),
      window: SilenceWindow,
    }),
    output: z.object({ silence: SilenceView }),
    event: never,
  }),
  /** Ends it now, for good. What fails is told from then on. */
  'silences.end': operation({
    input: z.strictObject({ silenceId: Id }),
    output: z.strictObject({}),
    event: never,
  }),
  /** When a window would begin next, before it is kept. */
  'silences.preview': operation({
    input: z.strictObject({ window: SilenceWindow }),
    output: z.object({ starts: z.array(Instant) }),
    event: never,
  }),
};
