import type { Settings } from '../../../shared/domain/settings.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { DecryptWith, EncryptTo } from './pack-file.ts';

/** How new copies are stored. */
export interface StoringChoice {
  readonly compress: boolean;
  readonly encryptTo: EncryptTo | null;
}

export interface BackupKeys {
  /** @throws RondaError `backup.key-locked` when they are to be encrypted by a passphrase that is locked away */
  forNew(): Promise<StoringChoice>;
  /** All that may open a copy. @throws RondaError `backup.key-locked` while the vault is locked */
  forOpening(): Promise<DecryptWith>;
}

/** Names in the vault. Older passphrases stay, each with a number: what they encrypted is still there. */
export const identitySecret = 'backup-identity';
export const passphraseSecret = 'backup-passphrase';

export function createBackupKeys(deps: {
  readonly settings: () => Pick<Settings, 'backupCompression' | 'backupEncryption' | 'backupRecipients'>;
  readonly vault: {
    state(): 'absent' | 'locked' | 'open';
    get(name: string): Promise<string | null>;
    list(): { name: string }[];
  };
}): BackupKeys {
  const { settings, vault } = deps;
  return {
    async forNew() {
      const { backupCompression: compress, backupEncryption, backupRecipients } = settings();
      if (backupEncryption === 'off') return { compress, encryptTo: null };
      // Public keys need no vault: a copy is encrypted at night while nobody is there to unlock it.
      if (backupEncryption === 'key') {
        if (backupRecipients.length === 0) throw new RondaError('backup.no-recipient');
        return { compress, encryptTo: { recipients: backupRecipients } };
      }
      const passphrase = await vault.get(passphraseSecret);
      if (passphrase === null) throw new RondaError('backup.key-locked');
      return { compress, encryptTo: { passphrase } };
    },
    async forOpening() {
      if (vault.state() === 'locked') throw new RondaError('backup.key-locked');
      if (vault.state() === 'absent') return { identities: [], passphrases: [] };
      const names = vault.list().map(({ name }) => name);
      const valuesOf = async (prefix: string): Promise<string[]> =>
        (
          await Promise.all(names.filter((name) => name.startsWith(prefix)).map((name) => vault.get(name)))
        ).filter((value) => value !== null);
      return { identities: await valuesOf(identitySecret), passphrases: await valuesOf(passphraseSecret) };
    },
  };
}

/** Everything plain: for a world without settings and vault. */
export const plainStorage: BackupKeys = {
  forNew: async () => ({ compress: false, encryptTo: null }),
  forOpening: async () => ({ identities: [], passphrases: [] }),
};
