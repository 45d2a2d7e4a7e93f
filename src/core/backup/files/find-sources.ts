import type Docker from 'dockerode';
import type { ArchiveSource } from '../../../shared/domain/archive.ts';
import type { ServiceSpec } from '../../../shared/domain/profile.ts';
import { RondaError } from '../../../shared/errors.ts';
import { type Mount, mountOf, serviceContainers } from '../find-containers.ts';
import { innerMounts, mountName, sourceIdOf } from './archive-paths.ts';
import { isFolder } from './is-folder.ts';

/** The services of a host, as its profile describes them. */
export interface HostServices {
  readonly hostName: string;
  readonly services: readonly ServiceSpec[];
  /** Only containers of this Compose project; null: of any. */
  readonly project: string | null;
}

/** @returns null when the host or its profile is not there */
export type FindServices = (hostId: string) => HostServices | null;

export interface FoundSource {
  readonly source: ArchiveSource;
  readonly mount: Mount;
  readonly container: { id: string; name: string; imageId: string; image: string };
}

/** The volumes and folders that a service's container has mounted, a running one where there is a choice. */
export async function findSources(
  docker: Docker,
  hostId: string,
  host: HostServices,
  service: ServiceSpec,
  signal: AbortSignal,
): Promise<FoundSource[]> {
  if (service.runsAs !== 'container') return [];
  const all = await serviceContainers(docker, { service, project: host.project }, signal);
  const chosen = all.find(({ State }) => State === 'running') ?? all[0];
  if (!chosen) return [];
  const info = await docker.getContainer(chosen.Id).inspect({ abortSignal: signal });
  const container = {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    imageId: info.Image,
    image: info.Config.Image,
  };
  const found = new Map<string, FoundSource>();
  for (const mount of info.Mounts) {
    if (mount.Type !== 'volume' && mount.Type !== 'bind') continue;
    const sourceId = sourceIdOf(mount);
    if (found.has(sourceId)) continue;
    // A socket or a single file of the server is mounted like a folder.
    if (mount.Type === 'bind' && !(await isFolder(docker, info.Id, mount.Destination))) continue;
    const source: ArchiveSource = {
      hostId,
      serviceId: service.id,
      sourceId,
      kind: mount.Type,
      name: mountName(mount),
      mountPath: mount.Destination,
      container: container.name,
      readOnly: !mount.RW,
      databases: service.databases
        .filter(({ path }) => mountOf(info.Mounts, path) === mount)
        .map(({ path }) => path),
      inner: innerMounts(info.Mounts, mount),
    };
    found.set(sourceId, { source, mount, container });
  }
  return [...found.values()].sort((a, b) => a.source.mountPath.localeCompare(b.source.mountPath));
}

/** One of them. @throws RondaError `archive.unknown-source`, `archive.nested-mount` */
export async function requireSource(
  docker: Docker,
  key: { readonly hostId: string; readonly serviceId: string; readonly sourceId: string },
  find: FindServices,
  signal: AbortSignal,
): Promise<FoundSource & { readonly host: HostServices; readonly service: ServiceSpec }> {
  const { hostId, serviceId, sourceId } = key;
  const { host, service } = requireService(find, key);
  const found = (await findSources(docker, hostId, host, service, signal)).find(
    (each) => each.source.sourceId === sourceId,
  );
  if (!found) throw new RondaError('archive.unknown-source', { service: serviceId, host: host.hostName });
  const { mountPath, inner } = found.source;
  if (inner.length > 0)
    throw new RondaError('archive.nested-mount', { path: mountPath, inner: inner.join(', ') });
  return { ...found, host, service };
}

/** @throws RondaError `archive.unknown-source` */
export function requireService(
  find: FindServices,
  key: { readonly hostId: string; readonly serviceId: string },
): { readonly host: HostServices; readonly service: ServiceSpec } {
  const host = find(key.hostId);
  const service = host?.services.find(({ id }) => id === key.serviceId);
  if (host && service) return { host, service };
  throw new RondaError('archive.unknown-source', {
    service: key.serviceId,
    host: host?.hostName ?? key.hostId,
  });
}
