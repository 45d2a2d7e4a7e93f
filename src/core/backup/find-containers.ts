import { posix } from 'node:path';
import type Docker from 'dockerode';
import type { DatabaseSpec, ServiceSpec } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import type { DatabaseKey } from './catalogue/backup-paths.ts';

/** A database as the profile of its host describes it. */
export interface DatabaseSource {
  readonly hostName: string;
  readonly service: ServiceSpec;
  readonly database: DatabaseSpec;
  /** Only containers of this Compose project; null: of any. */
  readonly project: string | null;
}

/** What of it says which containers are the service's. */
export type ServiceSource = Pick<DatabaseSource, 'hostName' | 'service' | 'project'>;

/** @returns null when the host, its profile, the service or the database is not there */
export type FindDatabase = (hostId: string, serviceId: string, databaseId: string) => DatabaseSource | null;

/** @throws RondaError `backup.unknown-database` */
export function requireDatabase(find: FindDatabase, key: DatabaseKey): DatabaseSource {
  const source = find(key.hostId, key.serviceId, key.databaseId);
  if (source) return source;
  throw new RondaError('backup.unknown-database', { database: key.databaseId, service: key.serviceId });
}

/** Without the leading slash that the API puts before a name. */
export function containerName(container: Docker.ContainerInfo): string {
  return (container.Names[0] ?? container.Id.slice(0, 12)).replace(/^\//, '');
}

/** Every container of a service, by its Compose labels; names are never guessed. */
export async function serviceContainers(
  docker: Docker,
  source: Omit<ServiceSource, 'hostName'>,
  signal: AbortSignal,
): Promise<Docker.ContainerInfo[]> {
  const label = [`com.docker.compose.service=${source.service.compose ?? source.service.id}`];
  if (source.project !== null) label.push(`com.docker.compose.project=${source.project}`);
  const found = await docker.listContainers({ all: true, filters: { label }, abortSignal: signal });
  return found.filter(({ Labels }) => Labels['com.docker.compose.oneoff']?.toLowerCase() !== 'true');
}

/** A running container of the service, a healthy one where there is a choice. @throws `backup.no-container` */
export async function runningContainer(
  docker: Docker,
  source: DatabaseSource,
  signal: AbortSignal,
): Promise<Docker.ContainerInfo> {
  const running = (await serviceContainers(docker, source, signal)).filter(
    ({ State }) => State === 'running',
  );
  const chosen = running.find(({ Status }) => Status.includes('(healthy)')) ?? running[0];
  if (chosen) return chosen;
  throw new RondaError('backup.no-container', { service: source.service.id, host: source.hostName });
}

export type Mount = Docker.ContainerInspectInfo['Mounts'][number];

const contains = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** The mount a path of the container lies in: the innermost one; null when it lies in the container itself. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  const wanted = posix.normalize(path);
  return (
    mounts
      .filter(({ Destination }) => contains(posix.normalize(Destination), wanted))
      .sort((a, b) => b.Destination.length - a.Destination.length)[0] ?? null
  );
}

interface MountedFrom {
  /** Of a volume. */
  readonly Name?: string | undefined;
  readonly Source: string;
}

/** Whether two mounts may share files: the same volume, or folders of the server one of which holds the other. */
export function overlaps(a: MountedFrom, b: MountedFrom): boolean {
  if (a.Name && a.Name === b.Name) return true;
  if (!a.Source || !b.Source) return false;
  return contains(a.Source, b.Source) || contains(b.Source, a.Source);
}
