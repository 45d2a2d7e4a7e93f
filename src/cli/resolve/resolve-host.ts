import type { HostView } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';
import { findNamed, listNames } from './find-named.ts';

export async function listHosts(session: Session): Promise<HostView[]> {
  return (await session.run('hosts.list', {})).hosts;
}

/** The host that is meant: the one named, else the only one there is. */
export async function resolveHost(session: Session, word = session.options.host): Promise<HostView> {
  const hosts = await listHosts(session);
  const [first] = hosts;
  if (!first) throw new RondaError('cli.no-host');
  if (word !== undefined) {
    const host = findNamed(hosts, word);
    if (host) return host;
    throw new RondaError('cli.host-unknown', { name: plainText(word), known: listNames(hosts) });
  }
  if (hosts.length > 1) throw new RondaError('cli.host-needed', { known: listNames(hosts) });
  return first;
}
