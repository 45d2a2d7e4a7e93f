import { z } from 'zod';
import { Id } from '../domain/status.ts';
import { VitalsReading } from '../domain/vitals.ts';
import { operation } from '../operation.ts';

export const vitalsOperations = {
  /** Reads disk, memory, load, clock and the rest of a host, now. */
  'vitals.read': operation({
    input: z.strictObject({ hostId: Id }),
    output: VitalsReading,
    event: z.never(),
  }),
};
