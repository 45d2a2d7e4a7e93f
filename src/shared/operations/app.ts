import { z } from 'zod';
import { Settings } from '../domain/settings.ts';
import { operation } from '../operation.ts';
import { StateEvent } from '../state.ts';

const none = z.strictObject({});
const never = z.never();
/** At most what a person would type; a vault passphrase shorter than this is guessed too fast. */
const Passphrase = z.string().min(8, 'at least 8 characters').max(1024);

export const appOperations = {
  /** The published state, as a stream that ends only when it is cancelled. */
  'app.watch': operation({ input: none, output: none, event: StateEvent }),
  'app.update-settings': operation({
    // Each remote is confirmed by `data.set-remote`.
    input: Settings.omit({ dataRemotes: true }).partial(),
    output: Settings,
    event: never,
  }),
  'app.dismiss-notice': operation({ input: z.strictObject({ id: z.string() }), output: none, event: never }),
  /** Opens a https page in the system's browser; any other scheme is refused. */
  'app.open-external': operation({
    input: z.strictObject({ url: z.string().max(2048) }),
    output: none,
    event: never,
  }),
  /** Asks the person for a file or folder; the path chosen, or null. */
  'app.choose-path': operation({
    input: z.strictObject({ kind: z.enum(['folder', 'private-key', 'profile', 'database']) }),
    output: z.object({ path: z.string().nullable() }),
    event: never,
  }),
  /** Shows a backup's file in the system's file manager. Takes an id, so that no path comes from the window. */
  'app.show-backup': operation({
    input: z.strictObject({ backupId: z.string() }),
    output: none,
    event: never,
  }),
  /** Brings back the newest automatic copy of a damaged state; takes effect at the next start. */
  'app.restore-state': operation({ input: none, output: z.object({ copyFrom: z.string() }), event: never }),
  'vault.create': operation({
    input: z.strictObject({ passphrase: Passphrase.nullable() }),
    output: none,
    event: never,
  }),
  'vault.unlock': operation({
    input: z.strictObject({ passphrase: z.string().max(1024) }),
    output: none,
    event: never,
  }),
  /** Opens with the key of a recovery kit, on another laptop or when the passphrase is lost, and sets a new passphrase. */
  'vault.recover': operation({
    input: z.strictObject({ recoveryKey: z.string().max(8192), passphrase: Passphrase }),
    output: none,
    event: never,
  }),
  /** Asks for a place and writes the kit there; the window is told the place, never the key. */
  'vault.save-recovery-kit': operation({
    input: none,
    output: z.object({ path: z.string().nullable() }),
    event: never,
  }),
  'vault.lock': operation({ input: none, output: none, event: never }),
  /** Names and dates only. No operation reads a secret but `env.reveal`, one value of an environment. */
  'vault.list': operation({
    input: none,
    output: z.object({ secrets: z.array(z.object({ name: z.string(), changedAt: z.number() })) }),
    event: never,
  }),
  'vault.forget': operation({
    input: z.strictObject({ name: z.string().max(200) }),
    output: none,
    event: never,
  }),
};
