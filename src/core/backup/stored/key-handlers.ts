import type { Settings } from '../../../shared/domain/settings.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Log } from '../../platform/log.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';
import type { ChooseSavePath } from '../../vault/vault-operations.ts';
import { identitySecret, passphraseSecret } from './backup-keys.ts';

export type BackupKeyOperation = `backup-key.${'make' | 'save' | 'add' | 'set-passphrase'}`;

export interface BackupKeyPorts {
  readonly vault: {
    get(name: string): Promise<string | null>;
    put(name: string, value: string): Promise<void>;
    list(): { name: string }[];
    state(): 'absent' | 'locked' | 'open';
  };
  readonly settings: { get(): Settings; update(change: Partial<Settings>): Promise<Settings> };
  readonly chooseSavePath: ChooseSavePath | null;
  readonly now: () => number;
  readonly log: Log;
}

const age = () => import('age-encryption');

/** The keys that backups are encrypted to and opened with. Secrets go into the vault or into a file, never to a window. */
export function createBackupKeyHandlers(ports: BackupKeyPorts): Handlers<BackupKeyOperation> {
  const { vault, settings, log } = ports;

  /** A name that is free: what an older secret encrypted is still there, and needs it. */
  function freeName(first: string): string {
    const names = new Set(vault.state() === 'open' ? vault.list().map(({ name }) => name) : []);
    if (!names.has(first)) return first;
    for (let turn = 2; ; turn++) if (!names.has(`${first}-${turn}`)) return `${first}-${turn}`;
  }

  async function encryptToAlso(recipient: string): Promise<void> {
    const { backupRecipients } = settings.get();
    await settings.update({
      backupEncryption: 'key',
      backupRecipients: [...new Set([...backupRecipients, recipient])],
    });
  }

  return {
    'backup-key.make': async () => {
      const { generateX25519Identity, identityToRecipient } = await age();
      const identity = await generateX25519Identity();
      const recipient = await identityToRecipient(identity);
      // The vault first: nothing may be encrypted to a key that nobody has.
      await vault.put(freeName(identitySecret), identity);
      await encryptToAlso(recipient);
      log.info('a key for backups was made', { recipient });
      return { recipient };
    },
    'backup-key.save': async () => {
      if (!ports.chooseSavePath) throw new RondaError('common.needs-window');
      if (vault.state() === 'locked') throw new RondaError('backup.key-locked');
      const names = vault.state() === 'open' ? vault.list().map(({ name }) => name) : [];
      const keys: string[] = [];
      for (const name of names.filter((each) => each.startsWith(identitySecret))) {
        const identity = await vault.get(name);
        if (identity === null) continue;
        keys.push(`# public key: ${await (await age()).identityToRecipient(identity)}\n${identity}\n`);
      }
      if (keys.length === 0) throw new RondaError('backup.no-recipient');
      const path = await ports.chooseSavePath('ronda-backup-key.txt');
      // As age-keygen writes it: `age -d -i FILE` opens backups with it.
      if (path !== null)
        await writeAtomically(path, `# created: ${new Date(ports.now()).toISOString()}\n${keys.join('')}`);
      return { path };
    },
    'backup-key.add': async ({ identity }) => {
      let recipient: string;
      try {
        recipient = await (await age()).identityToRecipient(identity);
      } catch {
        // What was wrong with a secret is not for any log.
        throw new RondaError('backup.key-not-one');
      }
      await vault.put(freeName(identitySecret), identity);
      return { recipient };
    },
    'backup-key.set-passphrase': async ({ passphrase }) => {
      const before = await vault.get(passphraseSecret);
      if (before !== null && before !== passphrase) await vault.put(freeName(passphraseSecret), before);
      await vault.put(passphraseSecret, passphrase);
      await settings.update({ backupEncryption: 'passphrase' });
      log.info('the passphrase of backups was set');
      return {};
    },
  };
}
