import { type HostTarget, MAX_JUMPS } from '../../shared/domain/host.ts';
import type { Log } from '../platform/log.ts';
import { createHostSecrets, type HostSecrets, secretName } from './host-secrets.ts';

/** What was typed while a host was tried, until that host is added. */
export interface TriedSecrets {
  /** Those of a target that is tried now; those of another one are dropped. */
  of(target: HostTarget): HostSecrets;
  /** Gives them to the host that is added, if it is the one that was tried, and keeps nothing. */
  handTo(secrets: HostSecrets, target: HostTarget): Promise<void>;
}

const ID = 'tried-host';
const purposes = ['password', 'passphrase'] as const;

/** Nothing of it reaches the vault before the host is added. */
export function createTriedSecrets(log: Log): TriedSecrets {
  const remembered = new Map<string, string>();
  let key = '';
  let held: HostSecrets | null = null;

  function drop(): HostSecrets {
    held?.clear();
    remembered.clear();
    return createHostSecrets(
      ID,
      {
        get: async (name) => remembered.get(name) ?? null,
        put: async (name, value) => void remembered.set(name, value),
        forget: async (name) => void remembered.delete(name),
      },
      log,
    );
  }

  return {
    of(target) {
      if (held === null || key !== JSON.stringify(target)) held = drop();
      key = JSON.stringify(target);
      // The end of a try is no goodbye: what was typed is needed again when the host is added.
      return { ...held, clear: () => undefined };
    },
    async handTo(secrets, target) {
      if (held !== null && key === JSON.stringify(target)) {
        for (const [keyFile, opened] of held.openedKeys) secrets.openedKeys.set(keyFile, opened);
        for (const place of [null, ...Array(MAX_JUMPS).keys()]) {
          const [from, to] = place === null ? [held, secrets] : [held.ofJump(place), secrets.ofJump(place)];
          for (const purpose of purposes) {
            const secret = await from.find(purpose);
            if (secret !== null)
              await to.keep(purpose, secret, remembered.has(secretName(ID, purpose, place)));
          }
        }
      }
      drop();
      held = null;
    },
  };
}
