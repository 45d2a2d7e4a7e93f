import { posix } from 'node:path';
import type Docker from 'dockerode';
import type { ConfigurationOrigin } from '../../../shared/domain/configuration.ts';
import { isServerFilePath } from '../../../shared/domain/profile.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { composeUp } from '../environment/compose-up.ts';
import { isEnvFilePath } from '../environment/env-file-paths.ts';
import type { HostServices } from '../files/find-sources.ts';
import { isFolder } from '../files/is-folder.ts';
import { containerName, type Mount, serviceContainers } from '../find-containers.ts';
import { composeFiles, isOfEngine, nginxFileOf, nginxFolder, nginxFoldersOf } from './configuration-paths.ts';
import { namedFiles } from './named-files.ts';

/** A file that something on the server names, and what a person runs around putting it back. */
export interface ConfigurationPlace {
  readonly path: string;
  readonly origin: ConfigurationOrigin;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface FoundConfiguration {
  readonly files: Map<string, ConfigurationPlace>;
  /** Every file in them counts; the path is the folder's. */
  readonly folders: Map<string, ConfigurationPlace>;
  /** That are on the server: those of the services first. */
  readonly images: string[];
  readonly leftOut: { readonly what: string; readonly why: RondaError }[];
}

export interface ConfigurationOf {
  readonly host: HostServices;
  /** The Compose file that the manual names. */
  readonly composeFile: string | null;
  /** The home folder on this computer. */
  readonly userHome: string;
  /** Where the server's own nginx is configured. */
  readonly nginxFolder: string;
}

/** So many images are tried whose tools may serve. */
const maxImages = 20;
const reloadNginx = 'sudo nginx -t && sudo systemctl reload nginx';
const isInNginx = (path: string): boolean => `${path}/`.startsWith(`${nginxFolder}/`);

/** What is configured by which file: what Compose, nginx and the manual name, and what is mounted singly. Only reads. */
export async function findConfiguration(
  connection: HostConnection,
  { host, composeFile, userHome, nginxFolder: ofServer }: ConfigurationOf,
  signal: AbortSignal,
): Promise<FoundConfiguration> {
  const { docker } = connection;
  const files = new Map<string, ConfigurationPlace>();
  const folders = new Map<string, ConfigurationPlace>();
  const images = new Set<string>();
  const { files: named, leftOut } = await namedFiles(connection, host.services, userHome, signal);

  const add = (to: Map<string, ConfigurationPlace>, place: ConfigurationPlace): void => {
    const { path, before, after } = place;
    if (!isServerFilePath(path) || path.startsWith('~')) {
      leftOut.push({ what: path, why: new RondaError('config.bad-path', { path }) });
      return;
    }
    const known = to.get(path);
    to.set(path, {
      ...(known ?? place),
      before: [...new Set([...(known?.before ?? []), ...before])],
      after: [...new Set([...(known?.after ?? []), ...after])],
    });
  };

  for (const { path, before, after } of named)
    add(files, {
      path,
      origin: 'manual',
      before: before === undefined ? [] : [before],
      after: after === undefined ? [] : [after],
    });
  if (composeFile?.startsWith('/'))
    add(files, { path: posix.normalize(composeFile), origin: 'compose', before: [], after: [] });
  for (const service of host.services) {
    if (service.runsAs !== 'container') continue;
    const source = { service, project: host.project };
    for (const container of await serviceContainers(docker, source, signal)) {
      images.add(container.ImageID);
      const labelled = composeFiles(container.Labels);
      // A label may say anything: what no terminal should be shown is in no command either.
      const compose = labelled.filter(isServerFilePath);
      const folder = container.Labels['com.docker.compose.project.working_dir'] ?? null;
      for (const path of labelled)
        add(files, { path, origin: 'compose', before: [], after: [composeUp(folder, path, compose)] });
      await addMounted(docker, container, add, { files, folders }, signal);
    }
  }
  // Of a stack that is not there now: what its file would be used by is known all the same.
  for (const [path, place] of files)
    if (place.origin === 'compose' && place.after.length === 0)
      files.set(path, { ...place, after: [composeUp(null, path, [path])] });
  const ofNginx = { origin: 'nginx', before: [], after: [reloadNginx] } as const;
  add(files, { path: nginxFileOf(ofServer), ...ofNginx });
  for (const path of nginxFoldersOf(ofServer)) add(folders, { path, ...ofNginx });
  for (const { Id } of await docker.listImages({ abortSignal: signal })) images.add(Id);
  return { files, folders, images: [...images].slice(0, maxImages), leftOut };
}

type Add = (to: Map<string, ConfigurationPlace>, place: ConfigurationPlace) => void;

async function addMounted(
  docker: Docker,
  container: Docker.ContainerInfo,
  add: Add,
  to: Pick<FoundConfiguration, 'files' | 'folders'>,
  signal: AbortSignal,
): Promise<void> {
  const name = containerName(container);
  const isPlainName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name);
  const { Mounts } = await docker.getContainer(container.Id).inspect({ abortSignal: signal });
  for (const { Type, Source, Destination } of Mounts as readonly Mount[]) {
    if (Type !== 'bind' || isOfEngine(Source) || isEnvFilePath(Source)) continue;
    // Where the engine cannot say: what is no file is told when it is read.
    const isOfFolder = await isFolder(docker, container.Id, Destination).catch(() => {
      signal.throwIfAborted();
      return false;
    });
    if (isOfFolder && !isInNginx(Destination)) continue;
    // Who has a single file mounted keeps the one it replaced until it starts anew.
    const after = isOfFolder
      ? `docker exec ${name} nginx -t && docker exec ${name} nginx -s reload`
      : `docker restart ${name}`;
    add(isOfFolder ? to.folders : to.files, {
      path: posix.normalize(Source),
      origin: isOfFolder ? 'nginx' : 'mounted',
      before: [],
      after: isPlainName ? [after] : [],
    });
  }
}

/** The commands around a file of the server, as it is found now; none where nothing names it any more. */
export function placeOf({ files, folders }: FoundConfiguration, path: string): ConfigurationPlace | null {
  const named = files.get(path);
  if (named) return named;
  for (const folder of folders.values()) if (path.startsWith(`${folder.path}/`)) return { ...folder, path };
  return null;
}
