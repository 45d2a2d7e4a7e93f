import { z } from 'zod';
import { FilePath } from './host.ts';
import { Id } from './status.ts';

/** A public key of age (https://age-encryption.org/v1, bech32), also a post-quantum one. */
export const AgeRecipient = z
  .string()
  .trim()
  .regex(/^age1[0-9a-z]{50,4000}$/, 'a public key of age: age1…');

/** The admin's choices. Strict: an unknown key in an imported file is an error, not something to ignore. */
export const Settings = z.strictObject({
  language: z.enum(['id', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  /** Written beside every step and action. */
  adminName: z.string().trim().max(60),
  /** Where backups lie; null: the `backups` folder of Ronda's home. */
  backupFolder: FilePath.nullable(),
  /** Where every sound backup is copied a second time; null: nowhere. */
  secondCopyFolder: FilePath.nullable(),
  /** New backups are stored with zstd. */
  backupCompression: z.boolean(),
  /** `key`: to the recipients; `passphrase`: the one in the vault. */
  backupEncryption: z.enum(['off', 'key', 'passphrase']),
  /** Public keys of age; whoever has one of their secret keys opens the backups. */
  backupRecipients: z.array(AgeRecipient).max(20),
  /** Mbit/s that transfers over SSH may take, in each direction; null: all that the line gives. */
  transferLimitMbit: z.number().min(1).max(10_000).nullable(),
  notifications: z.boolean(),
  /** An icon with the worst status. */
  tray: z.boolean(),
  /** Closing the window leaves the watch running, where there is a tray to open it from again. */
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  /** By host: the Git repository its JSON data is pushed to, in plain; confirmed when it was set. */
  dataRemotes: z.record(Id, z.string().max(500)),
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = {
  language: 'id',
  theme: 'system',
  adminName: '',
  backupFolder: null,
  secondCopyFolder: null,
  backupCompression: true,
  backupEncryption: 'off',
  backupRecipients: [],
  transferLimitMbit: null,
  notifications: true,
  tray: false,
  closeToTray: false,
  startAtLogin: false,
  dataRemotes: {},
};

/** The program itself, as the window shows it. */
export const AppStatus = z.object({
  version: z.string(),
  /** Who runs schedules and alerts on this home now: this process, or another one by name. */
  leaseHolder: z.string().nullable(),
  isLeaseHolder: z.boolean(),
  vault: z.enum(['absent', 'locked', 'open']),
  /** Whether the vault's key may be kept by the operating system's keyring. */
  keyring: z.boolean(),
  backupFolder: z.string(),
  home: z.string(),
  /** Problems that concern the whole program and stay until dismissed: a damaged state, a full disk. */
  notices: z.array(
    z.object({
      id: z.string(),
      level: z.enum(['info', 'warning', 'error']),
      code: z.string(),
      message: z.string(),
      hint: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});
export type AppStatus = z.infer<typeof AppStatus>;
