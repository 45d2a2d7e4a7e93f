import { z } from 'zod';
import { AgeRecipient } from '../domain/settings.ts';
import { operation } from '../operation.ts';

const none = z.strictObject({});
const never = z.never();

export const backupKeyOperations = {
  /** A new key: its secret half goes into the vault, and new backups are encrypted to its public half. */
  'backup-key.make': operation({ input: none, output: z.object({ recipient: AgeRecipient }), event: never }),
  /** Asks for a place and writes the secret keys there, as the `age` command reads them; the window gets the place. */
  'backup-key.save': operation({
    input: none,
    output: z.object({ path: z.string().nullable() }),
    event: never,
  }),
  /** A secret key of another laptop, to open what was encrypted to it. */
  'backup-key.add': operation({
    input: z.strictObject({
      identity: z
        .string()
        .trim()
        .max(8192)
        .regex(/^AGE-SECRET-KEY-/, 'a secret key of age: AGE-SECRET-KEY-…'),
    }),
    output: z.object({ recipient: z.string() }),
    event: never,
  }),
  /** New backups are encrypted by this passphrase, which the vault keeps; older ones stay known. */
  'backup-key.set-passphrase': operation({
    input: z.strictObject({ passphrase: z.string().min(12, 'at least 12 characters').max(1024) }),
    output: none,
    event: never,
  }),
};
