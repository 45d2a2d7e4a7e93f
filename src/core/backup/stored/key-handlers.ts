import type { Settings } from '../../../shared/domain/settings.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Log } from '../../platform/log.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';
import type { ChooseSavePath } from '../../vault/vault-operations.ts';
import { writeNewFile } from '../write-new-file.ts';
import { identitySecret, passphraseSecret } from './backup-keys.ts';

export type BackupKeyOperation = `backup-key.${'make' | 'list' | 'save' | 'add' | 'set-passphrase'}`;

export interface BackupKeyPorts {
  readonly vault: {
    get(name: string): Promise<string | null>;
    putBeside(name: string, value: string): Promise<void>;
    list(): { name: string }[];
    state(): 'absent' | 'locked' | 'open';
  };
  readonly settings: {
    get(): Settings;
    reload(): Promise<Settings>;
    update(change: Partial<Settings>): Promise<Settings>;
  };
  readonly chooseSavePath: ChooseSavePath | null;
  readonly now: () => number;
  readonly log: Log;
}

const age = () => import('age-encryption');

/** The keys that backups are encrypted to and opened with. Secrets go into the vault or into a file, never to a window. */
export function createBackupKeyHandlers(ports: BackupKeyPorts): Handlers<BackupKeyOperation> {
  const { vault, settings, log } = ports;

  async function heldIdentities(): Promise<{ identity: string; recipient: string }[]> {
    if (vault.state() !== 'open') return [];
    const { identityToRecipient } = await age();
    const held: { identity: string; recipient: string }[] = [];
    for (const { name } of vault.list().filter((each) => each.name.startsWith(identitySecret))) {
      const identity = await vault.get(name);
      if (identity !== null) held.push({ identity, recipient: await identityToRecipient(identity) });
    }
    return held;
  }

  async function encryptToAlso(recipient: string): Promise<void> {
    // A command on the same home may have added one.
    const { backupRecipients } = await settings.reload();
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
      await vault.putBeside(identitySecret, identity);
      await encryptToAlso(recipient);
      log.info('a key for backups was made', { recipient });
      return { recipient };
    },
    'backup-key.list': async () => {
      const { backupEncryption: encryption, backupRecipients } = settings.get();
      const state = vault.state();
      const held = new Set((await heldIdentities()).map(({ recipient }) => recipient));
      const names = state === 'open' ? vault.list() : [];
      return {
        encryption,
        recipients: backupRecipients.map((recipient) => ({
          recipient,
          isHeld: state === 'locked' ? null : held.has(recipient),
        })),
        openOnly: [...held].filter((recipient) => !backupRecipients.includes(recipient)),
        passphrases: names.filter(({ name }) => name.startsWith(passphraseSecret)).length,
        vault: state,
      };
    },
    'backup-key.save': async ({ path: named }) => {
      if (named === undefined && !ports.chooseSavePath) throw new RondaError('common.needs-window');
      if (vault.state() === 'locked') throw new RondaError('backup.key-locked');
      const held = await heldIdentities();
      if (held.length === 0) throw new RondaError('backup.no-key');
      // As age-keygen writes it: `age -d -i FILE` opens backups with it.
      const text = [
        `# created: ${new Date(ports.now()).toISOString()}\n`,
        ...held.map(({ identity, recipient }) => `# public key: ${recipient}\n${identity}\n`),
      ].join('');
      if (named !== undefined) {
        const codes = { exists: 'backup.file-exists', failed: 'backup.save-failed' } as const;
        await writeNewFile(named, async () => text, codes);
        return { path: named };
      }
      const path = (await ports.chooseSavePath?.('ronda-backup-key.txt')) ?? null;
      if (path !== null) await writeAtomically(path, text);
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
      const held = await heldIdentities();
      if (!held.some((each) => each.identity === identity)) await vault.putBeside(identitySecret, identity);
      return { recipient };
    },
    'backup-key.set-passphrase': async ({ passphrase }) => {
      // What an older one encrypted is still there, and needs it.
      await vault.putBeside(passphraseSecret, passphrase);
      await settings.update({ backupEncryption: 'passphrase' });
      log.info('the passphrase of backups was set');
      return {};
    },
  };
}
