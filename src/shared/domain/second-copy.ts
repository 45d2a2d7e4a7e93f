import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Instant } from './status.ts';

const count = z.number().int().nonnegative();

/** What the second folder holds, in the order it is told. `vault` and `manuals` are what a new laptop starts from. */
export const secondCopyKinds = ['databases', 'archives', 'images', 'data', 'vault', 'manuals'] as const;
export type SecondCopyKind = (typeof secondCopyKinds)[number];

/**
 * How the second folder stands. `absent`: its disk is not plugged in (or it is another one at the same place); what is
 * due is copied when it is back.
 */
export const SecondCopyView = z.object({
  folder: z.string(),
  state: z.enum(['absent', 'working', 'current', 'failed']),
  /** Sound things that lie there, and how many still have to come. */
  held: count,
  due: count,
  /** The same by kind; only kinds of which there is something. */
  kinds: z.array(z.object({ kind: z.enum(secondCopyKinds), held: count, due: count })),
  /** When all of it was last compared with its checksums; null: never. */
  verifiedAt: Instant.nullable(),
  /** Files there that no longer are what was copied, relative to the folder. */
  damaged: z.array(z.string()).max(100),
  error: ErrorShape.nullable(),
});
export type SecondCopyView = z.infer<typeof SecondCopyView>;
