import { join } from 'node:path';
import type { Log } from '../platform/log.ts';
import { systemCode } from '../platform/plain-detail.ts';
import { readSshConfig, type SshConfigSection } from './ssh-config/read-ssh-config.ts';
import { type Person, type ResolvedHost, resolveAlias } from './ssh-config/resolve-alias.ts';

export interface SuggestedHost extends ResolvedHost {
  readonly alias: string;
}

const MAX_SUGGESTIONS = 200;

/** The hosts that an ssh_config names without a pattern. */
export function hostsInSshConfig(sections: readonly SshConfigSection[], person: Person): SuggestedHost[] {
  const named = sections.flatMap(({ conditions }) =>
    conditions.filter(({ on }) => on === 'alias').flatMap(({ patterns }) => patterns),
  );
  const aliases = new Set(named.filter((pattern) => !/[*?!]/.test(pattern)));
  return [...aliases].slice(0, MAX_SUGGESTIONS).flatMap((alias) => {
    const found = resolveAlias(alias, sections, person);
    return found ? [{ alias, ...found }] : [];
  });
}

/** Reads `~/.ssh/config`; a file that is missing or cannot be used suggests nothing. */
export async function readSuggestedHosts(person: Person, log: Log): Promise<SuggestedHost[]> {
  const file = join(person.userHome, '.ssh', 'config');
  try {
    const { sections, skipped } = await readSshConfig(file, person.userHome);
    if (skipped.length > 0) log.info('parts of the SSH configuration were left out', { file, skipped });
    return hostsInSshConfig(sections, person);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') log.warn('the SSH configuration cannot be used', { file, error });
    return [];
  }
}
