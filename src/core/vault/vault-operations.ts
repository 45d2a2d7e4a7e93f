import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { Vault } from './vault.ts';

export function vaultOperations(
  vault: Vault,
): Handlers<'vault.create' | 'vault.unlock' | 'vault.lock' | 'vault.list' | 'vault.forget'> {
  return {
    'vault.create': async ({ passphrase }) => {
      await vault.create(passphrase);
      return {};
    },
    'vault.unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase);
      return {};
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
