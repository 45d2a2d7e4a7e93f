import { RondaError } from '../../../../shared/errors.ts';
import type { ChangingSecrets, Vault, VaultState } from '../../../vault/vault.ts';

/** For tests: what the vault does with a secret that is changed in place, without a file. */
export function createMemoryVault(): ChangingSecrets &
  Pick<Vault, 'state'> & { setState(state: VaultState): void; writes(): number } {
  const secrets = new Map<string, string>();
  let current: VaultState = 'open';
  let writes = 0;
  return {
    state: () => current,
    setState(state) {
      current = state;
    },
    writes: () => writes,
    read: async (name) => (current === 'open' ? (secrets.get(name) ?? null) : null),
    async update(name, change) {
      if (current !== 'open')
        throw new RondaError(current === 'locked' ? 'vault.locked' : 'vault.needs-passphrase');
      const value = change(secrets.get(name) ?? null);
      if (value === null) return;
      secrets.set(name, value);
      writes += 1;
    },
  };
}
