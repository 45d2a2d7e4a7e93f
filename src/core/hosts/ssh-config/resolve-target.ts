import { join } from 'node:path';
import { SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { defaultIdentities } from './identities.ts';
import { readSshConfig, type SshConfigFile, type SshConfigSection } from './read-ssh-config.ts';
import { type Person, resolveAlias } from './resolve-alias.ts';

export const sshConfigFile = (userHome: string): string => join(userHome, '.ssh', 'config');

/** The person at this computer, as ssh sees them. */
export function personOf(userHome: string, env: NodeJS.ProcessEnv): Person {
  return { userHome, name: env.USER ?? env.USERNAME ?? null, env };
}

/** Whether a `Host` line names it, and not only fits it with a pattern. */
export function isNamed(alias: string, sections: readonly SshConfigSection[]): boolean {
  return sections.some(({ conditions }) =>
    conditions.some(({ on, patterns }) => on === 'host-line' && patterns.includes(alias)),
  );
}

/**
 * The target of a connection that is to be made now. One that names a host of `~/.ssh/config` is looked up each time:
 * what stands in the file counts, and what was stored with the alias is only for showing. An alias that is gone is
 * an error, for ssh would take it for a host name and ask some other server.
 *
 * @throws RondaError `hosts.config-unreadable`, `hosts.alias-unknown`, `hosts.alias-unusable`
 */
export async function resolveTarget(target: SshTarget, person: Person): Promise<SshTarget> {
  const { alias } = target;
  if (alias === undefined) return target;
  const file = sshConfigFile(person.userHome);
  let config: SshConfigFile;
  try {
    config = await readSshConfig(file, person.userHome);
  } catch (error) {
    throw new RondaError('hosts.config-unreadable', { file, detail: plainDetail(error) }, { cause: error });
  }
  if (!isNamed(alias, config.sections)) throw new RondaError('hosts.alias-unknown', { alias, file });
  const found = resolveAlias(alias, config.sections, person);
  const { dockerSocket, sudo, auth } = target;
  const resolved = SshTarget.safeParse({
    kind: 'ssh',
    alias,
    address: found?.address,
    port: found?.port,
    user: found?.user,
    // A password is the one thing that the file cannot ask for.
    auth: auth.method === 'password' ? auth : (found?.auth ?? defaultIdentities(person.userHome)),
    ...(found && found.jumps.length > 0 ? { jumps: found.jumps } : {}),
    ...(found?.proxyCommand ? { proxyCommand: found.proxyCommand } : {}),
    dockerSocket,
    ...(sudo === undefined ? {} : { sudo }),
  });
  if (!resolved.success) throw new RondaError('hosts.alias-unusable', { alias, file });
  return resolved.data;
}
