import { safeStorage } from 'electron';
import type { Keyring } from '../core/vault/keyring.ts';

/**
 * The system's keyring, or null where it is not one: on Linux, without a secret service, Electron falls back to
 * `basic_text`, a key that is the same on every computer. Ask only once the app is ready.
 */
export function systemKeyring(): Keyring | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux') {
    const backend = safeStorage.getSelectedStorageBackend();
    if (backend === 'basic_text' || backend === 'unknown') return null;
  }
  return {
    wrap: async (secret) => safeStorage.encryptString(secret),
    unwrap: async (wrapped) => safeStorage.decryptString(Buffer.from(wrapped)),
  };
}
