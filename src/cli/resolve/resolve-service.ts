import type { HostView } from '../../shared/domain/host.ts';
import { type DatabaseSpec, localText, type Profile, type ServiceSpec } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';
import { findNamed, listNames } from './find-named.ts';

/** The profile that a host is run by. @throws RondaError `cli.profile-unknown` */
export async function profileOf(session: Session, host: HostView): Promise<Profile> {
  const { state } = await session.console();
  const profile = state.get('profiles', host.profileId);
  if (profile) return profile;
  const known = state.list('profiles').map(({ id }) => id);
  throw new RondaError('cli.profile-unknown', { name: host.profileId, known: known.join(', ') || '–' });
}

/** The service of this host's profile that is meant, by id, Compose name, or name in the language of this run. */
export async function resolveService(session: Session, host: HostView, word: string): Promise<ServiceSpec> {
  const profile = await profileOf(session, host);
  const named = profile.services.map((spec) => ({
    id: spec.id,
    name: localText(spec.name, session.language()),
    spec,
  }));
  const found = findNamed(named, word)?.spec ?? profile.services.find(({ compose }) => compose === word);
  if (found) return found;
  throw new RondaError('cli.service-unknown', {
    name: plainText(word),
    host: plainText(host.name),
    known: listNames(named),
  });
}

/** The database that is meant: the one named by id, path or file name, else the service's only one. */
export function resolveDatabase(service: ServiceSpec, word: string | undefined): DatabaseSpec {
  const named = service.databases.map((spec) => ({ id: spec.id, name: baseName(spec.path), spec }));
  const [first] = named;
  if (!first) throw new RondaError('cli.no-database', { service: service.id });
  if (word !== undefined) {
    const found = findNamed(named, word) ?? named.find(({ spec }) => spec.path === word);
    if (found) return found.spec;
    throw new RondaError('cli.database-unknown', {
      service: service.id,
      name: plainText(word),
      known: listNames(named),
    });
  }
  if (named.length > 1)
    throw new RondaError('cli.database-needed', { service: service.id, known: listNames(named) });
  return first.spec;
}

/** `warga.db` of `/app/data/warga.db`; paths in containers are always POSIX paths. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
