import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { readMaterial } from '../../services/recreate-container.ts';
import {
  composePaths,
  isOfEngine,
  nginxFileOf,
  nginxFoldersOf,
} from '../configuration/configuration-paths.ts';
import type { ConfigurationOf } from '../configuration/find-configuration.ts';
import { namedFiles } from '../configuration/named-files.ts';
import { isFolder } from '../files/is-folder.ts';
import { serviceContainers } from '../find-containers.ts';
import type { RebuildKit } from './rebuild-kit.ts';
import { readMountedFile, readServerFile, readServerFiles, type ServerFile } from './server-files.ts';

/** Networks that every engine has. */
const builtIn = new Set(['bridge', 'host', 'none']);

const strings = (record: Record<string, string> | null | undefined): Record<string, string> => ({
  ...record,
});

/**
 * Reads how a server is put together. Nothing is changed on it; a container that is never started serves to read files.
 * @throws RondaError `rebuild.nothing-runs`
 */
export async function takeKit(
  connection: HostConnection,
  hostId: string,
  { host, composeFile, userHome, nginxFolder }: ConfigurationOf,
  now: number,
  signal: AbortSignal,
): Promise<RebuildKit> {
  const { docker } = connection;
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
          await attempt(mount.Source, async () =>
            (await isFolder(docker, Id, mount.Destination)) ? [] : readMountedFile(docker, Id, mount, signal),
          );
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
  for (const path of [...wanted, nginxFileOf(nginxFolder), ...nginxFoldersOf(nginxFolder)])
    await attempt(path, () => readServerFiles(docker, first.imageId, path, signal));
  const named = await namedFiles(connection, host.services, userHome, signal);
  leftOut.push(...named.leftOut.map(({ what, why }) => ({ what, why: why.message })));
  for (const { path } of named.files)
    await attempt(path, async () => {
      const file = await readServerFile(docker, first.imageId, path, signal);
      if (file === 'not-a-file') throw new RondaError('config.not-a-file', { path });
      return file === null ? [] : [file];
    });

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
