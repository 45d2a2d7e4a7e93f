import type Docker from 'dockerode';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';
import { pathStat } from '../path-stat.ts';

const directoryBit = 2 ** 31;

/** What the engine says of a path in a container, running or not (the mode is that of Go's `os.FileMode`). */
export async function isFolder(docker: Docker, id: string, path: string): Promise<boolean> {
  try {
    const stat = pathStat(await docker.getContainer(id).infoArchive({ path })) as { mode?: unknown };
    return typeof stat.mode === 'number' && stat.mode >= directoryBit;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}
