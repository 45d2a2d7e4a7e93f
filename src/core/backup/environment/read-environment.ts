import type Docker from 'dockerode';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { readMaterial } from '../../services/recreate-container.ts';
import type { HostServices } from '../files/find-sources.ts';
import { serviceContainers } from '../find-containers.ts';
import { readServerFile } from '../rebuild/server-files.ts';
import { envFilePaths } from './env-file-paths.ts';
import type { Content, Found } from './environment-record.ts';
import { parseContainerEnv } from './key-ages.ts';

const maxBytes = 64 * 1024;

export interface ReadEnvironment {
  readonly found: Found[];
  readonly leftOut: { readonly what: string; readonly why: RondaError }[];
  /** Services without a container now, those outside of Docker among them. */
  readonly unread: string[];
}

/** A dotenv file that the containers of a host name. */
export interface NamedEnvFile {
  readonly path: string;
  /** Images that are on the server, whose own tools may serve in a helper. */
  readonly images: string[];
  /** Where `docker compose` is run. */
  readonly folder: string | null;
}

/** Every dotenv file that the containers of the host's services name. */
export async function findEnvFiles(
  docker: Docker,
  host: HostServices,
  signal: AbortSignal,
): Promise<{ readonly files: Map<string, NamedEnvFile>; readonly images: string[] }> {
  const files = new Map<string, NamedEnvFile>();
  const images = new Set<string>();
  for (const service of host.services) {
    if (service.runsAs !== 'container') continue;
    for (const { Labels, ImageID } of await serviceContainers(
      docker,
      { service, project: host.project },
      signal,
    )) {
      images.add(ImageID);
      for (const path of envFilePaths(Labels)) {
        const known = files.get(path);
        const folder = known?.folder ?? Labels['com.docker.compose.project.working_dir'] ?? null;
        files.set(path, { path, folder, images: [...new Set([...(known?.images ?? []), ImageID])] });
      }
    }
  }
  return { files, images: [...images] };
}

/**
 * A dotenv file as it lies on the server now.
 * @param image one that is there; nothing of it is run
 * @throws RondaError `env.not-a-file`, or an Error with what the engine said
 */
export async function readEnvFile(
  docker: Docker,
  image: string,
  path: string,
  signal: AbortSignal,
): Promise<Extract<Content, { kind: 'file' | 'absent' }>> {
  const file = await readServerFile(docker, image, path, signal);
  if (file === null) return { kind: 'absent' };
  if (file === 'not-a-file' || file.content.length > maxBytes)
    throw new RondaError('env.not-a-file', { path });
  const text = file.content.toString('utf8');
  if (!Buffer.from(text).equals(file.content)) throw new RondaError('env.not-a-file', { path });
  const { uid, gid, mode } = file;
  return { kind: 'file', text, uid, gid, mode };
}

/** What the services of a host were given beyond what their images bring, and the dotenv files. Only reads. */
export async function readEnvironment(
  docker: Docker,
  host: HostServices,
  signal: AbortSignal,
): Promise<ReadEnvironment> {
  const found: Found[] = [];
  const leftOut: { what: string; why: RondaError }[] = [];
  const unread: string[] = [];
  const attempt = async (source: Found['source'], read: () => Promise<Content>): Promise<void> => {
    try {
      found.push({ source, content: await read() });
    } catch (error) {
      signal.throwIfAborted();
      const why =
        error instanceof RondaError
          ? error
          : new RondaError('env.not-read', { what: source.name, detail: plainDetail(error) });
      leftOut.push({ what: source.name, why });
    }
  };

  for (const service of host.services) {
    if (service.runsAs === 'site') continue;
    const containers =
      service.runsAs === 'container'
        ? await serviceContainers(docker, { service, project: host.project }, signal)
        : [];
    const chosen = containers.find(({ State }) => State === 'running') ?? containers[0];
    if (!chosen) {
      unread.push(service.id);
      continue;
    }
    await attempt({ kind: 'service', name: service.id }, async () => {
      const { inspected, imageDefaults } = await readMaterial(docker, chosen.Id, signal);
      const ofImage = new Set(imageDefaults.Env ?? []);
      const own = (inspected.Config.Env ?? []).filter((line) => !ofImage.has(line));
      if (own.reduce((sum, line) => sum + Buffer.byteLength(line), 0) > maxBytes)
        throw new RondaError('env.too-large', { service: service.id });
      return { kind: 'values', values: Object.entries(parseContainerEnv(own)) };
    });
  }
  const { files } = await findEnvFiles(docker, host, signal);
  for (const { path, images } of files.values())
    await attempt({ kind: 'file', name: path }, () => readEnvFile(docker, images[0] ?? '', path, signal));
  return { found, leftOut, unread };
}
