import { posix } from 'node:path';
import type Docker from 'dockerode';
import type { DiscoveredDatabase } from '../../../shared/domain/discovery.ts';
import type { ServiceSpec } from '../../../shared/domain/profile.ts';
import { RondaError } from '../../../shared/errors.ts';
import { slugOf } from '../../hosts/slug.ts';
import { type FoundSource, findSources, type HostServices } from '../files/find-sources.ts';
import { serviceContainers } from '../find-containers.ts';
import { type Look, lookIntoRunning, lookIntoStopped, type SeenFile } from './look-into-service.ts';

type Unread = {
  readonly serviceId: string;
  readonly why: 'no-container' | 'stopped' | 'no-tools' | 'failed';
};

export interface Discovery {
  readonly databases: readonly DiscoveredDatabase[];
  readonly unread: readonly Unread[];
  readonly isWhole: boolean;
}

interface Looked {
  readonly service: ServiceSpec;
  readonly sources: readonly FoundSource[];
  readonly look: Look;
}

/** As many as a person reads, and an answer carries. */
const maxDatabases = 500;

/** The innermost of a service's mounts that a path lies in. */
function sourceOf(sources: readonly FoundSource[], path: string): FoundSource | null {
  const inside = sources.filter(({ source }) => path.startsWith(`${source.mountPath.replace(/\/$/, '')}/`));
  return inside.sort((a, b) => b.source.mountPath.length - a.source.mountPath.length)[0] ?? null;
}

/** The same for one file in one volume, whichever service sees it, and where. */
function placeOf(sources: readonly FoundSource[], path: string): string | null {
  const found = sourceOf(sources, path);
  if (!found) return null;
  return `${found.mount.Source}\0${posix.relative(found.source.mountPath, path)}`;
}

async function lookInto(
  docker: Docker,
  host: HostServices,
  service: ServiceSpec,
  sources: readonly FoundSource[],
  includeStopped: boolean,
  signal: AbortSignal,
): Promise<Look | Unread['why']> {
  const containers = await serviceContainers(docker, { service, project: host.project }, signal);
  if (containers.length === 0) return 'no-container';
  const [first] = sources;
  if (!first) return { files: [], isWhole: true };
  const chosen = containers.find(({ Id }) => Id === first.container.id);
  try {
    if (chosen?.State === 'running') {
      const roots = sources.map(({ source }) => posix.normalize(source.mountPath));
      return (await lookIntoRunning(docker, first.container, roots, signal)) ?? 'no-tools';
    }
    return includeStopped ? await lookIntoStopped(docker, host.hostName, sources, signal) : 'stopped';
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RondaError && error.code === 'backup.no-shell') return 'no-tools';
    return 'failed';
  }
}

/**
 * Looks for databases in every volume and folder of the services' containers. Nothing is written, and of each file no
 * more than its first 16 bytes are read. A file that several services see is told once, of the one that names it.
 * @param only of this service alone (what the others name still counts)
 */
export async function discoverDatabases(
  docker: Docker,
  hostId: string,
  host: HostServices,
  options: { readonly only?: string | undefined; readonly includeStopped: boolean },
  signal: AbortSignal,
): Promise<Discovery> {
  const looked: Looked[] = [];
  const unread: Unread[] = [];
  const namedAt = new Map<string, { serviceId: string; databaseId: string }>();
  for (const service of host.services) {
    if (service.runsAs !== 'container') continue;
    const sources = await findSources(docker, hostId, host, service, signal);
    for (const { id, path } of service.databases) {
      const place = placeOf(sources, posix.normalize(path));
      if (place !== null) namedAt.set(place, { serviceId: service.id, databaseId: id });
    }
    if (options.only !== undefined && options.only !== service.id) continue;
    const look = await lookInto(docker, host, service, sources, options.includeStopped, signal);
    if (typeof look === 'string') unread.push({ serviceId: service.id, why: look });
    else looked.push({ service, sources, look });
  }

  const found = new Map<string, DiscoveredDatabase>();

  for (const { service, sources, look } of looked) {
    const taken = new Set(service.databases.map(({ id }) => id));
    for (const file of look.files) {
      const source = sourceOf(sources, file.path)?.source;
      const place = placeOf(sources, file.path);
      if (!source || place === null) continue;
      const named = namedAt.get(place) ?? null;
      if (found.has(place) && named?.serviceId !== service.id) continue;
      found.set(place, {
        serviceId: service.id,
        volume: source.name,
        path: file.path,
        bytes: file.bytes,
        content: file.content,
        named,
        suggestedId: named === null ? suggestId(file, taken) : null,
      });
    }
  }
  const databases = [...found.values()].sort(
    (a, b) => a.serviceId.localeCompare(b.serviceId) || a.path.localeCompare(b.path),
  );
  return {
    databases: databases.slice(0, maxDatabases),
    unread,
    isWhole: looked.every(({ look }) => look.isWhole) && databases.length <= maxDatabases,
  };
}

/** Of the file's name, and free in its service. */
function suggestId({ path, canBeNamed }: SeenFile, taken: Set<string>): string | null {
  if (!canBeNamed) return null;
  const wanted = slugOf(posix.basename(path).replace(/\.(db|sqlite3?)$/i, '')).slice(0, 60);
  let id = wanted;
  for (let next = 2; taken.has(id); next += 1) id = `${wanted.replace(/-+$/, '')}-${next}`;
  taken.add(id);
  return id;
}
