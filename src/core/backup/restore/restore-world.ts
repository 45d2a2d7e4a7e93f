import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import { RondaError } from '../../../shared/errors.ts';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';
import {
  containerName,
  type Mount,
  mountOf,
  overlaps,
  type ServiceSource,
  serviceContainers,
} from '../find-containers.ts';
import { pathStat } from '../path-stat.ts';

/** A container that has the volume mounted, and stops during a restore. */
export interface MountingContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly running: boolean;
  readonly service: string | null;
}

/** What a restore would meet on the server, looked at without touching anything. */
export interface RestoreWorld {
  readonly stops: readonly MountingContainer[];
  readonly mount: Mount;
  readonly imageId: string;
  readonly image: string;
  /** The service's own container that was looked at, a running one where there is a choice. */
  readonly own: Docker.ContainerInspectInfo;
  /** It, when it runs: to ask the live database. */
  readonly askable: string | null;
  readonly current: { readonly bytes: number; readonly modifiedAt: number | null } | null;
}

const runningStates = new Set(['running', 'paused', 'restarting']);

/** @throws RondaError when the service has no container, or its database (or folder) lies in no volume */
export async function lookAtWorld(
  docker: Docker,
  source: ServiceSource & { readonly database: { readonly path: string } },
  signal: AbortSignal,
): Promise<RestoreWorld> {
  const { path } = source.database;
  const own = await serviceContainers(docker, source, signal);
  const chosen = own.find(({ State }) => State === 'running') ?? own[0];
  if (!chosen) {
    throw new RondaError('backup.no-container', { service: source.service.id, host: source.hostName });
  }
  const info = await docker.getContainer(chosen.Id).inspect({ abortSignal: signal });
  const mount = mountOf(info.Mounts, path);
  if (!mount) throw new RondaError('backup.no-volume', { path, container: containerName(chosen) });

  const all = await docker.listContainers({ all: true, abortSignal: signal });
  const stops = all
    .filter(({ Mounts }) => Mounts.some((other) => overlaps(mount, other)))
    .map((container) => ({
      id: container.Id,
      name: containerName(container),
      image: container.Image,
      running: runningStates.has(container.State),
      service: container.Labels['com.docker.compose.service'] ?? null,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return {
    stops,
    mount,
    imageId: info.Image,
    image: info.Config.Image,
    own: info,
    askable: chosen.State === 'running' ? chosen.Id : null,
    current: await statInContainer(docker, chosen.Id, path),
  };
}

/** Size and date of a file in a container, running or not; null when there is none. */
async function statInContainer(
  docker: Docker,
  id: string,
  path: string,
): Promise<{ bytes: number; modifiedAt: number | null } | null> {
  let answer: unknown;
  try {
    answer = await docker.getContainer(id).infoArchive({ path });
  } catch (error) {
    if (dockerStatus(error) === 404) return null;
    throw error;
  }
  const stat = pathStat(answer) as { size?: unknown; mtime?: unknown };
  const modifiedAt = typeof stat.mtime === 'string' ? Date.parse(stat.mtime) : Number.NaN;
  return {
    bytes: typeof stat.size === 'number' && stat.size >= 0 ? stat.size : 0,
    modifiedAt: Number.isFinite(modifiedAt) && modifiedAt >= 0 ? Math.floor(modifiedAt) : null,
  };
}

/**
 * Names a plan by everything that decides what it would do. The live database's size and date are not in it: a busy
 * service changes them every second, and they change nothing about the plan.
 */
export function planIdOf(
  world: RestoreWorld,
  backup: { readonly id: string; readonly sha256: string },
  path: string,
  force: boolean,
): string {
  const { stops, mount, imageId, current } = world;
  const seen = {
    backup: [backup.id, backup.sha256],
    path,
    force,
    mount: [mount.Type, mount.Name ?? '', mount.Source, mount.Destination, mount.RW],
    imageId,
    stops: stops.map(({ id, running }) => [id, running]),
    exists: current !== null,
  };
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, 32);
}
