import { stringify } from 'yaml';
import type { FoundProject, FoundService } from '../../shared/domain/found-project.ts';
import type { ProfileSource } from '../../shared/domain/profile.ts';
import { slugOf } from '../hosts/slug.ts';
import { generalManual } from './general-manual.ts';

type ServiceSource = ProfileSource['services'][number];

const HEADER = `# A manual that Ronda made from what runs on the server. What it could not know is left to you: which services are
# main functions (main: true), which databases there are, what your own maintenance is. Addresses are as the server
# itself sees them.
`;

/** As many as a manual may have. */
const MAX_SERVICES = 500;

/**
 * A manual for what runs, as YAML that a person reads and goes on with.
 *
 * Each service gets a check of its container, and of its lowest published port: over HTTP where it answered so, else
 * as a TCP connection. Two projects with a service of the same name share one entry, for services are found by it.
 * @param name of the manual, as it is shown
 * @param takenIds ids of profiles that are there: none of them is replaced
 */
export function generateProfile(
  name: string,
  projects: readonly FoundProject[],
  takenIds: readonly string[],
): { readonly profileId: string; readonly yaml: string } {
  const [only] = projects.length === 1 ? projects : [];
  const profileId = freeId(slugOf(name), new Set(takenIds));
  const ids = new Set<string>();
  const services = new Map<string, ServiceSource>();
  for (const found of projects.flatMap((project) => project.services)) {
    if (!services.has(found.service))
      services.set(found.service, toService(found, freeId(slugOf(found.service), ids)));
  }
  const profile: ProfileSource = {
    schema: 1,
    id: profileId,
    name,
    compose: only
      ? { project: only.project, ...(only.composeFile === null ? {} : { file: only.composeFile }) }
      : {},
    services: [...services.values()].slice(0, MAX_SERVICES),
    ...generalManual,
  };
  return { profileId, yaml: `${HEADER}${stringify(profile, { lineWidth: 110 })}` };
}

function toService(found: FoundService, id: string): ServiceSource {
  const [port] = found.ports;
  const checks: ServiceSource['checks'] = [{ id: 'docker', kind: 'docker', every: '1m' }];
  if (port !== undefined) {
    checks.unshift(
      found.healthPath === null
        ? { id: 'port', kind: 'tcp', host: '127.0.0.1', port, every: '1m' }
        : { id: 'health', kind: 'http', url: `http://127.0.0.1:${port}${found.healthPath}`, every: '1m' },
    );
  }
  return {
    id,
    name: found.service,
    runsAs: 'container',
    ...(id === found.service ? {} : { compose: found.service }),
    ...(port === undefined ? {} : { port }),
    checks,
  };
}

/** The id, or with a number behind it; it is taken from then on. */
function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let next = 2; taken.has(id); next += 1) id = `${wanted.slice(0, 60).replace(/-+$/, '')}-${next}`;
  taken.add(id);
  return id;
}
