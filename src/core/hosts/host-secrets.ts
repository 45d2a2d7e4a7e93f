import { MAX_JUMPS } from '../../shared/domain/host.ts';
import type { Log } from '../platform/log.ts';
import type { SecretPurpose } from './ssh/authentication-plan.ts';
import type { OpenedKeys } from './ssh/key-plan.ts';

/** The vault, as this feature needs it. */
export interface SecretStore {
  get(name: string): Promise<string | null>;
  put(name: string, value: string): Promise<void>;
  forget(name: string): Promise<void>;
}

/** The secrets of one host. */
export interface HostSecrets {
  /** Private keys opened since the last disconnect by choice. */
  readonly openedKeys: OpenedKeys;
  find(purpose: SecretPurpose): Promise<string | null>;
  /**
   * Keeps a secret that has worked, so that a reconnect at night asks nobody; with `remember` in the vault too.
   * Returns false when the vault did not take it.
   */
  keep(purpose: SecretPurpose, secret: string, remember: boolean): Promise<boolean>;
  /** Drops what has turned out to be wrong; the vault's copy stays, for a server may be wrong too. */
  drop(purpose: SecretPurpose): void;
  /** Those of a server on the way, by its place (0 is the first); the same key file is opened once for all. */
  ofJump(place: number): HostSecrets;
  /** Drops everything held in memory: after a disconnect by choice. */
  clear(): void;
  /** Removes them from the vault too. */
  forget(): Promise<void>;
}

const purposes: readonly SecretPurpose[] = ['password', 'passphrase'];

export function secretName(hostId: string, purpose: SecretPurpose, place: number | null = null): string {
  return place === null ? `host/${hostId}/${purpose}` : `host/${hostId}/jump-${place + 1}/${purpose}`;
}

export function createHostSecrets(hostId: string, store: SecretStore, log: Log): HostSecrets {
  return secretsAt(hostId, null, new Map(), store, log);
}

function secretsAt(
  hostId: string,
  place: number | null,
  openedKeys: OpenedKeys,
  store: SecretStore,
  log: Log,
): HostSecrets {
  const held = new Map<SecretPurpose, string>();
  const wrong = new Set<SecretPurpose>();
  const jumps = new Map<number, HostSecrets>();
  return {
    openedKeys,
    async find(purpose) {
      const known = held.get(purpose);
      if (known !== undefined) return known;
      if (wrong.has(purpose)) return null;
      try {
        return await store.get(secretName(hostId, purpose, place));
      } catch (error) {
        // A locked vault is no reason not to connect: the person is asked instead.
        log.info('the vault gave no secret', { hostId, purpose, error });
        return null;
      }
    },
    async keep(purpose, secret, remember) {
      held.set(purpose, secret);
      wrong.delete(purpose);
      if (!remember) return true;
      try {
        await store.put(secretName(hostId, purpose, place), secret);
        return true;
      } catch (error) {
        log.warn('the vault did not take a secret', { hostId, purpose, error });
        return false;
      }
    },
    drop(purpose) {
      held.delete(purpose);
      wrong.add(purpose);
    },
    ofJump(next) {
      const secrets = jumps.get(next) ?? secretsAt(hostId, next, openedKeys, store, log);
      jumps.set(next, secrets);
      return secrets;
    },
    clear() {
      for (const jump of jumps.values()) jump.clear();
      held.clear();
      wrong.clear();
      openedKeys.clear();
    },
    async forget() {
      held.clear();
      openedKeys.clear();
      jumps.clear();
      // Of all that may have been kept: this run need not have connected.
      for (const purpose of purposes) {
        await store.forget(secretName(hostId, purpose));
        for (let next = 0; next < MAX_JUMPS; next += 1) await store.forget(secretName(hostId, purpose, next));
      }
    },
  };
}
