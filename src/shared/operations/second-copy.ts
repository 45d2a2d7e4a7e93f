import { z } from 'zod';
import { FilePath } from '../domain/host.ts';
import { SecondCopyView } from '../domain/second-copy.ts';
import { operation } from '../operation.ts';

const none = z.strictObject({});
const never = z.never();
const view = SecondCopyView.nullable();

export const secondCopyOperations = {
  /** Null: no second copy any more; what lies there stays. */
  'second-copy.set': operation({
    input: z.strictObject({ folder: FilePath.nullable() }),
    output: z.object({ view }),
    event: never,
  }),
  'second-copy.status': operation({ input: none, output: z.object({ view }), event: never }),
  /** Copies what is due now. */
  'second-copy.sync': operation({
    input: none,
    output: z.object({ copied: z.number().int(), view }),
    event: never,
  }),
  /** On a new laptop: a second folder becomes the backup folder, its vault and manuals this computer's. */
  'second-copy.take-over': operation({
    input: z.strictObject({ folder: FilePath }),
    output: z.object({
      vault: z.enum(['taken', 'kept', 'none']),
      manuals: z.number().int(),
      /** Of databases. */
      backups: z.number().int(),
      /** Not what was copied, and left out: names in the folder. */
      damaged: z.array(z.string()),
    }),
    event: never,
  }),
  /** Compares every file there with its checksum. */
  'second-copy.verify': operation({
    input: none,
    output: z.object({ damaged: z.array(z.string()), view }),
    event: never,
  }),
};
