import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Instant } from './status.ts';

/**
 * How the second folder stands. `absent`: its disk is not plugged in (or it is another one at the same place); what is
 * due is copied when it is back.
 */
export const SecondCopyView = z.object({
  folder: z.string(),
  state: z.enum(['absent', 'working', 'current', 'failed']),
  /** Sound backups that lie there, and how many still have to come. */
  held: z.number().int().nonnegative(),
  due: z.number().int().nonnegative(),
  /** When all of it was last compared with its checksums; null: never. */
  verifiedAt: Instant.nullable(),
  /** Files there that no longer are what was copied, relative to the folder. */
  damaged: z.array(z.string()).max(100),
  error: ErrorShape.nullable(),
});
export type SecondCopyView = z.infer<typeof SecondCopyView>;
