import { z } from 'zod';
import { AgeRecipient, Settings } from '../domain/settings.ts';
import { operation } from '../operation.ts';

const none = z.strictObject({});
const never = z.never();

export const backupKeyOperations = {
  /** A new key: its secret half goes into the vault, and new backups are encrypted to its public half. */
  'backup-key.make': operation({ input: none, output: z.object({ recipient: AgeRecipient }), event: never }),
  /** What new backups are encrypted with, and what older ones can be opened with. Public halves only. */
  'backup-key.list': operation({
    input: none,
    output: z.object({
      encryption: Settings.shape.backupEncryption,
      /** What new backups are encrypted to; `isHeld`: the vault has its secret half; null while the vault is locked. */
      recipients: z.array(z.object({ recipient: AgeRecipient, isHeld: z.boolean().nullable() })),
      /** Keys that only open: of other computers, or no longer encrypted to. */
      openOnly: z.array(z.string()),
      passphrases: z.number().int().nonnegative(),
      vault: z.enum(['absent', 'locked', 'open']),
    }),
    event: never,
  }),
  /**
   * Writes the secret keys as the `age` command reads them; the window gets the place. Without a path the person is
   * asked for one; a file at a path that is named is never replaced.
   */
  'backup-key.save': operation({
    input: z.strictObject({ path: z.string().min(1).max(4096).optional() }),
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
