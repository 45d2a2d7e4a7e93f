import { SshAlias } from '../../shared/domain/host.ts';
import type { Log } from '../platform/log.ts';
import { systemCode } from '../platform/plain-detail.ts';
import { isPattern } from './ssh-config/host-pattern.ts';
import { readSshConfig, type SshConfigSection } from './ssh-config/read-ssh-config.ts';
import { type Person, type ResolvedHost, resolveAlias } from './ssh-config/resolve-alias.ts';
import { sshConfigFile } from './ssh-config/resolve-target.ts';

export interface SuggestedHost extends ResolvedHost {
  readonly alias: string;
}

export interface SuggestedHosts {
  readonly hosts: SuggestedHost[];
  /** What in the file does not count, as `file:line: text`. */
  readonly skipped: readonly string[];
}

const MAX_SUGGESTIONS = 200;

/** The hosts that an ssh_config names without a pattern. */
export function hostsInSshConfig(sections: readonly SshConfigSection[], person: Person): SuggestedHost[] {
  const named = sections.flatMap(({ conditions }) =>
    conditions.filter(({ on }) => on === 'host-line').flatMap(({ patterns }) => patterns),
  );
  const aliases = new Set(named.filter((name) => !isPattern(name) && SshAlias.safeParse(name).success));
  return [...aliases].slice(0, MAX_SUGGESTIONS).flatMap((alias) => {
    const found = resolveAlias(alias, sections, person);
    return found ? [{ alias, ...found }] : [];
  });
}

/** Reads `~/.ssh/config`; a file that is missing or cannot be used suggests nothing. */
export async function readSuggestedHosts(person: Person, log: Log): Promise<SuggestedHosts> {
  const file = sshConfigFile(person.userHome);
  try {
    const { sections, skipped } = await readSshConfig(file, person.userHome);
    if (skipped.length > 0) log.info('parts of the SSH configuration were left out', { file, skipped });
    return { hosts: hostsInSshConfig(sections, person), skipped };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') log.warn('the SSH configuration cannot be used', { file, error });
    return { hosts: [], skipped: [] };
  }
}
