import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FilePath } from '../../../shared/domain/host.ts';
import type { Log } from '../../platform/log.ts';
import { systemCode } from '../../platform/plain-detail.ts';

export interface DockerContext {
  readonly name: string;
  /** The socket or named pipe on this computer. */
  readonly socketPath: string;
}

const MAX_CONTEXTS = 50;
const MAX_BYTES = 64 * 1024;

/** Of a context's `meta.json`: https://docs.docker.com/engine/manage-resources/contexts/ */
const Meta = z.object({
  Name: z.string().min(1).max(100),
  Endpoints: z.object({ docker: z.object({ Host: z.string().max(4096) }) }),
});

/**
 * The contexts of the docker command that lead to a socket of this computer. Those that lead elsewhere (`ssh://`,
 * `tcp://`) are none of this computer's engines; one that cannot be read is left out and logged.
 */
export async function readDockerContexts(userHome: string, log: Log): Promise<DockerContext[]> {
  const folder = join(userHome, '.docker', 'contexts', 'meta');
  let names: string[];
  try {
    names = (await readdir(folder)).sort().slice(0, MAX_CONTEXTS);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') log.info('the Docker contexts cannot be read', { folder, error });
    return [];
  }
  const contexts: DockerContext[] = [];
  for (const name of names) {
    const file = join(folder, name, 'meta.json');
    try {
      if ((await stat(file)).size > MAX_BYTES) throw new Error('larger than 64 KB');
      const { Name, Endpoints } = Meta.parse(JSON.parse(await readFile(file, 'utf8')));
      const socketPath = socketOf(Endpoints.docker.Host);
      if (socketPath !== null) contexts.push({ name: Name, socketPath });
    } catch (error) {
      log.info('a Docker context cannot be read', { file, error });
    }
  }
  return contexts;
}

/** The path in `unix://…` or `npipe://…` as DOCKER_HOST and contexts write it; null for anything else. */
export function socketOf(dockerHost: string): string | null {
  const path = /^(?:unix|npipe):\/\/(.+)$/.exec(dockerHost)?.[1];
  return FilePath.safeParse(path).data ?? null;
}
