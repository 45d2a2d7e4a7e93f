import { posix } from 'node:path';
import type Docker from 'dockerode';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { readMaterial } from '../../services/recreate-container.ts';
import type { HostServices } from '../files/find-sources.ts';
import { serviceContainers } from '../find-containers.ts';
import type { RebuildKit } from './rebuild-kit.ts';
import { readMountedFile, readServerFiles, type ServerFile } from './server-files.ts';

/** Where Debian's and the official packages of nginx look. */
const nginxFiles = ['/etc/nginx/nginx.conf', '/etc/nginx/conf.d', '/etc/nginx/sites-enabled'];

/** Networks that every engine has. */
const builtIn = new Set(['bridge', 'host', 'none']);

const strings = (record: Record<string, string> | null | undefined): Record<string, string> => ({
  ...record,
});

/** What only this engine could mean: a socket of it, its processes. */
const isOfEngine = (path: string): boolean => /^\/(var\/run|run|proc|sys|dev)(\/|$)/.test(path);

/**
 * Reads how a server is put together. Nothing is changed on it; a container that is never started serves to read files.
 * @throws RondaError `rebuild.nothing-runs`
 */
export async function takeKit(
  docker: Docker,
  hostId: string,
  host: HostServices,
  composeFile: string | null,
  now: number,
  signal: AbortSignal,
): Promise<RebuildKit> {
  const containers: RebuildKit['containers'] = [];
  const started: number[] = [];
  const networks = new Map<string, RebuildKit['networks'][number]>();
  const volumes = new Map<string, RebuildKit['volumes'][number]>();
  const files = new Map<string, ServerFile>();
  const wanted = new Set<string>(composeFile === null ? [] : [composeFile]);
  const leftOut: RebuildKit['leftOut'] = [];

  const attempt = async (what: string, work: () => Promise<ServerFile[]>): Promise<void> => {
    try {
      for (const file of await work()) files.set(file.path, file);
    } catch (error) {
      signal.throwIfAborted();
      leftOut.push({ what, why: plainDetail(error) });
    }
  };

  for (const service of host.services) {
    if (service.runsAs !== 'container') {
      leftOut.push({ what: service.id, why: 'outside of Docker' });
      continue;
    }
    for (const { Id } of await serviceContainers(docker, { service, project: host.project }, signal)) {
      const { inspected, imageDefaults } = await readMaterial(docker, Id, signal);
      containers.push({
        name: inspected.Name.replace(/^\//, ''),
        serviceId: service.id,
        image: inspected.Config.Image,
        imageId: inspected.Image,
        isRunning: inspected.State.Running,
        inspected: { ...inspected },
        imageDefaults: { ...imageDefaults },
      });
      started.push(Date.parse(inspected.State.StartedAt) || 0);
      for (const mount of inspected.Mounts) {
        if (mount.Type === 'volume' && mount.Name && !volumes.has(mount.Name)) {
          const volume = await docker.getVolume(mount.Name).inspect({ abortSignal: signal });
          volumes.set(mount.Name, {
            name: volume.Name,
            driver: volume.Driver,
            labels: strings(volume.Labels),
            options: strings(volume.Options),
          });
        }
        if (mount.Type === 'bind' && !isOfEngine(mount.Source))
          await attempt(mount.Source, () => readMountedFile(docker, Id, mount, signal));
      }
      for (const name of Object.keys(inspected.NetworkSettings.Networks ?? {})) {
        if (builtIn.has(name) || networks.has(name)) continue;
        const network = await docker.getNetwork(name).inspect();
        networks.set(name, {
          name,
          driver: network.Driver,
          isInternal: network.Internal,
          labels: strings(network.Labels),
          options: strings(network.Options),
        });
      }
      for (const path of composePaths(inspected.Config.Labels ?? {})) wanted.add(path);
    }
  }
  const [first] = containers;
  if (!first) throw new RondaError('rebuild.nothing-runs', { host: host.hostName });
  for (const path of [...wanted, ...nginxFiles])
    await attempt(path, () => readServerFiles(docker, first.imageId, path, signal));

  const order = containers.map((_, index) => index).sort((a, b) => (started[a] ?? 0) - (started[b] ?? 0));
  return {
    format: 'ronda-rebuild/1',
    host: { id: hostId, name: host.hostName },
    takenAt: new Date(now).toISOString(),
    project: projectOf(first) ?? host.project,
    containers: order.flatMap((index) => containers[index] ?? []),
    networks: [...networks.values()],
    volumes: [...volumes.values()],
    files: [...files.values()].map(({ content, ...file }) => ({
      ...file,
      content: content.toString('base64'),
    })),
    leftOut,
  };
}

function projectOf({ inspected }: RebuildKit['containers'][number]): string | null {
  const labels = (inspected as { Config?: { Labels?: Record<string, string> } }).Config?.Labels;
  return labels?.['com.docker.compose.project'] ?? null;
}

/** The files that Compose says it was started with, and the `.env` beside them. */
function composePaths(labels: Record<string, string>): string[] {
  const folder = labels['com.docker.compose.project.working_dir'] ?? '';
  const named = [
    'com.docker.compose.project.config_files',
    'com.docker.compose.project.environment_file',
  ].flatMap((label) => (labels[label] ?? '').split(','));
  return [...named, ...(folder === '' ? [] : [posix.join(folder, '.env')])]
    .map((path) => path.trim())
    .filter(Boolean)
    .map((path) => (path.startsWith('/') ? path : posix.join(folder, path)))
    .filter((path) => path.startsWith('/'))
    .map((path) => posix.normalize(path));
}
