import { readFile } from 'node:fs/promises';
import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import { writeAtomically } from '../platform/write-atomically.ts';
import type { Keyring } from './keyring.ts';
import { readRecoveryKey, recoveryKitText } from './recovery-kit.ts';
import {
  newIdentity,
  openSecrets,
  type Secrets,
  sealSecrets,
  toBase64,
  unwrapWithPassphrase,
  VaultFile,
  wrapWithPassphrase,
} from './vault-file.ts';

export type VaultState = 'absent' | 'locked' | 'open';

/** What other features may do with secrets. */
export interface SecretStore {
  /** Null when there is no such secret, or the vault is not open. */
  get(name: string): Promise<string | null>;
  /** @throws RondaError `vault.locked`, `vault.needs-passphrase` */
  put(name: string, value: string): Promise<void>;
  /** Does nothing when there is no such secret. @throws RondaError `vault.locked` */
  forget(name: string): Promise<void>;
}

/** A secret that is changed in place, by the window and by commands on the same home. */
export interface ChangingSecrets {
  /** What the file holds now, whoever wrote it; null when there is no such secret, or the vault is not open. */
  read(name: string): Promise<string | null>;
  /**
   * Puts what the change makes of it; null: nothing is written.
   * @throws RondaError `vault.locked`, `vault.needs-passphrase`, and what the change throws: nothing is written then
   */
  update(name: string, change: (before: string | null) => string | null): Promise<void>;
}

export interface Vault extends SecretStore, ChangingSecrets {
  /**
   * Puts a secret under a name; another one that has it, whoever put it there, is kept under the next free one (`name-2`).
   * @throws RondaError `vault.locked`, `vault.needs-passphrase`
   */
  putBeside(name: string, value: string): Promise<void>;
  state(): VaultState;
  /** Opens by the keyring, if it can. @throws RondaError `vault.keyring-changed`, `vault.damaged` */
  openByKeyring(): Promise<void>;
  /** Makes a new vault. Without a passphrase its key is kept by the keyring alone. */
  create(passphrase: string | null): Promise<void>;
  unlock(passphrase: string): Promise<void>;
  /**
   * Opens by the key of a recovery kit and sets a new passphrase, and this computer's keyring where there is one.
   * @throws RondaError `vault.wrong-recovery-key`; the file is as it was then
   */
  recover(recoveryKey: string, passphrase: string): Promise<void>;
  /** The text to print. @throws RondaError `vault.locked`, `vault.needs-passphrase` */
  recoveryKit(): string;
  lock(): void;
  list(): { name: string; changedAt: number }[];
}

interface OpenVault {
  readonly identity: string;
  readonly file: VaultFile;
  readonly secrets: Secrets;
}

/**
 * One encrypted file for every secret. Never a plain-text fallback: without a keyring and without a passphrase
 * nothing is stored.
 */
export function createVault(deps: {
  readonly file: string;
  readonly keyring: Keyring | null;
  readonly clock: Clock;
  readonly onChange: () => void;
}): Vault {
  const { file, keyring, clock, onChange } = deps;
  let onDisk: VaultFile | null = null;
  let open: OpenVault | null = null;
  let locks = 0;
  // Two writers at once would each save their own idea of the whole file.
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work, work);
    queue = next.catch(() => null);
    return next;
  };

  const read = async (): Promise<VaultFile | null> => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw new RondaError('vault.damaged', { file }, { cause: error });
    });
    if (text === null) return null;
    try {
      return VaultFile.parse(JSON.parse(text));
    } catch (error) {
      throw new RondaError('vault.damaged', { file }, { cause: error });
    }
  };

  const openWith = async (stored: VaultFile, identity: string): Promise<void> => {
    try {
      open = { identity, file: stored, secrets: await openSecrets(stored.body, identity) };
    } catch (error) {
      throw new RondaError('vault.damaged', { file }, { cause: error });
    }
    onChange();
  };

  const save = async (current: OpenVault, secrets: Secrets, locksBefore = locks): Promise<void> => {
    const next = { ...current.file, body: await sealSecrets(secrets, current.file.recipient) };
    await writeAtomically(file, `${JSON.stringify(next, null, 2)}\n`);
    onDisk = next;
    // Locked while it was written: what was written stays, and the vault stays locked.
    if (locks === locksBefore) open = { ...current, file: next, secrets };
    onChange();
  };

  const opened = (): OpenVault => {
    if (open) return open;
    throw new RondaError(onDisk ? 'vault.locked' : 'vault.needs-passphrase');
  };

  /** What another process wrote meanwhile would be lost with the next save of the whole file. */
  const refreshed = async (): Promise<OpenVault> => {
    const current = opened();
    const stored = await read();
    if (!stored || stored.body === current.file.body) return current;
    if (stored.recipient !== current.file.recipient) throw new RondaError('vault.locked');
    const secrets = await openSecrets(stored.body, current.identity).catch((error: unknown) => {
      throw new RondaError('vault.damaged', { file }, { cause: error });
    });
    const fresh = { ...current, file: stored, secrets };
    if (open === current) open = fresh;
    return fresh;
  };

  const secretOf = ({ secrets }: OpenVault, name: string): string | null =>
    Object.hasOwn(secrets, name) ? (secrets[name]?.value ?? null) : null;

  /** Changes what the file holds now. @param change null: nothing is written */
  const changeAll = (change: (current: OpenVault) => Secrets | null): Promise<void> =>
    inTurn(async () => {
      // With a keyring a vault needs no ceremony; without one the person has to choose a passphrase first.
      if (!open && !onDisk && keyring) await create(null);
      const locksBefore = locks;
      const current = await refreshed();
      const secrets = change(current);
      if (secrets !== null) await save(current, secrets, locksBefore);
    });

  const update = (name: string, change: (before: string | null) => string | null): Promise<void> =>
    changeAll((current) => {
      const value = change(secretOf(current, name));
      return value === null ? null : { ...current.secrets, [name]: { value, changedAt: clock.now() } };
    });

  const create = async (passphrase: string | null): Promise<void> => {
    if (onDisk ?? (await read())) throw new RondaError('vault.locked');
    if (passphrase === null && keyring === null) throw new RondaError('vault.needs-passphrase');
    const { identity, recipient } = await newIdentity();
    const stored: VaultFile = {
      format: 'ronda-vault/1',
      recipient,
      wraps: {
        keyring: keyring ? toBase64(await keyring.wrap(identity)) : null,
        passphrase: passphrase === null ? null : await wrapWithPassphrase(identity, passphrase),
      },
      body: '',
    };
    await save({ identity, file: stored, secrets: {} }, {});
  };

  return {
    state: () => (open ? 'open' : onDisk ? 'locked' : 'absent'),
    async openByKeyring() {
      onDisk = await read();
      onChange();
      if (!onDisk?.wraps.keyring) return;
      let identity: string;
      try {
        if (!keyring) throw new Error('no keyring');
        identity = await keyring.unwrap(Buffer.from(onDisk.wraps.keyring, 'base64'));
      } catch (error) {
        throw new RondaError('vault.keyring-changed', {}, { cause: error });
      }
      await openWith(onDisk, identity);
    },
    create: (passphrase) => inTurn(() => create(passphrase)),
    unlock: (passphrase) =>
      inTurn(async () => {
        onDisk = await read();
        if (!onDisk?.wraps.passphrase) throw new RondaError('vault.needs-passphrase');
        const identity = await unwrapWithPassphrase(onDisk.wraps.passphrase, passphrase).catch((error) => {
          throw new RondaError('vault.wrong-passphrase', {}, { cause: error });
        });
        await openWith(onDisk, identity);
      }),
    recover: (recoveryKey, passphrase) =>
      inTurn(async () => {
        onDisk = await read();
        if (!onDisk) throw new RondaError('vault.needs-passphrase');
        const identity = readRecoveryKey(recoveryKey);
        const secrets = await openSecrets(onDisk.body, identity).catch((error: unknown) => {
          throw new RondaError('vault.wrong-recovery-key', {}, { cause: error });
        });
        const wraps = {
          keyring: keyring ? toBase64(await keyring.wrap(identity)) : null,
          passphrase: await wrapWithPassphrase(identity, passphrase),
        };
        await save({ identity, file: { ...onDisk, wraps }, secrets }, secrets);
      }),
    recoveryKit() {
      const { identity, file: stored } = opened();
      return recoveryKitText({ identity, recipient: stored.recipient, madeAt: new Date(clock.now()) });
    },
    lock() {
      locks += 1;
      open = null;
      onChange();
    },
    get: async (name) => (open ? secretOf(open, name) : null),
    read: (name) => inTurn(async () => (open ? secretOf(await refreshed(), name) : null)),
    put: (name, value) => update(name, () => value),
    update,
    list: () =>
      Object.entries(opened().secrets)
        .map(([name, { changedAt }]) => ({ name, changedAt }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    putBeside: (name, value) =>
      changeAll((current) => {
        const { secrets } = current;
        const before = secretOf(current, name);
        if (before === value) return null;
        let free = 2;
        while (Object.hasOwn(secrets, `${name}-${free}`)) free += 1;
        const older = secrets[name];
        const kept = before !== null && older ? { [`${name}-${free}`]: older } : {};
        return { ...secrets, ...kept, [name]: { value, changedAt: clock.now() } };
      }),
    forget: (name) =>
      inTurn(async () => {
        const locksBefore = locks;
        const current = await refreshed();
        const { [name]: _gone, ...rest } = current.secrets;
        await save(current, rest, locksBefore);
      }),
  };
}
