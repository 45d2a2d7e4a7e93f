import type { OperationName } from '../../shared/contract.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import { writeAtomically } from '../platform/write-atomically.ts';
import type { Vault } from './vault.ts';

/** Asks where to put a file; null when the person changed their mind. */
export type ChooseSavePath = (suggestedName: string) => Promise<string | null>;

export function vaultOperations(
  vault: Vault,
  chooseSavePath: ChooseSavePath | null,
): Handlers<Extract<OperationName, `vault.${string}`>> {
  return {
    'vault.create': async ({ passphrase }) => {
      await vault.create(passphrase);
      return {};
    },
    'vault.unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase);
      return {};
    },
    'vault.recover': async ({ recoveryKey, passphrase }) => {
      await vault.recover(recoveryKey, passphrase);
      return {};
    },
    // Straight from here to the file: the key never passes through the window.
    'vault.save-recovery-kit': async () => {
      if (!chooseSavePath) throw new RondaError('common.needs-window');
      const kit = vault.recoveryKit();
      const path = await chooseSavePath('ronda-recovery-kit.txt');
      if (path !== null) await writeAtomically(path, kit);
      return { path };
    },
    'vault.lock': async () => {
      vault.lock();
      return {};
    },
    'vault.list': async () => ({ secrets: vault.list() }),
    'vault.forget': async ({ name }) => {
      await vault.forget(name);
      return {};
    },
  };
}
