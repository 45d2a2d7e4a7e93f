import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FilePath, TcpTarget } from '../../../shared/domain/host.ts';
import type { Log } from '../../platform/log.ts';
import { systemCode } from '../../platform/plain-detail.ts';

export interface DockerContext {
  readonly name: string;
  /** Where it leads: a socket or named pipe of this computer, or a TCP port. */
  readonly endpoint: DockerEndpoint;
}

export type DockerEndpoint =
  | { readonly kind: 'socket'; readonly socketPath: string }
  | { readonly kind: 'tcp'; readonly address: string; readonly port: number; readonly certificates?: string };

const MAX_CONTEXTS = 50;
const MAX_BYTES = 64 * 1024;

/** Of a context's `meta.json`: https://docs.docker.com/engine/manage-resources/contexts/ */
const Meta = z.object({
  Name: z.string().min(1).max(100),
  Endpoints: z.object({
    docker: z.object({ Host: z.string().max(4096), SkipTLSVerify: z.boolean().default(false) }),
  }),
});

/**
 * The contexts of the docker command that lead to a socket of this computer or to a TCP port. Those over `ssh://` are
 * not among them (they are added as SSH hosts), nor are those that skip the check of the server's certificate; one
 * that cannot be read is left out and logged.
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
      const { Host, SkipTLSVerify } = Endpoints.docker;
      const endpoint = endpointOf(Host, await certificatesOf(userHome, Name));
      if (endpoint?.kind === 'tcp' && SkipTLSVerify) {
        log.info('a Docker context that verifies no certificate is not offered', { name: Name });
      } else if (endpoint) contexts.push({ name: Name, endpoint });
    } catch (error) {
      log.info('a Docker context cannot be read', { file, error });
    }
  }
  return contexts;
}

/** docker keeps a context's certificates under the SHA-256 of its name. */
async function certificatesOf(userHome: string, name: string): Promise<string | undefined> {
  const id = createHash('sha256').update(name).digest('hex');
  const folder = join(userHome, '.docker', 'contexts', 'tls', id, 'docker');
  return stat(folder).then(
    (found) => (found.isDirectory() ? folder : undefined),
    () => undefined,
  );
}

/**
 * Where DOCKER_HOST or a context's Host leads: `unix://…`, `npipe://…`, `tcp://host[:port]`.
 * @param certificates the folder for TLS; without one docker speaks plain text on port 2375
 * @returns null for anything else
 */
export function endpointOf(dockerHost: string, certificates: string | undefined): DockerEndpoint | null {
  const path = /^(?:unix|npipe):\/\/(.+)$/.exec(dockerHost)?.[1];
  const socketPath = FilePath.safeParse(path).data;
  if (socketPath !== undefined) return { kind: 'socket', socketPath };
  const { host, port } =
    /^tcp:\/\/(?<host>\[[^\]]+\]|[^:/]+)(?::(?<port>\d+))?\/?$/.exec(dockerHost)?.groups ?? {};
  const tcp = TcpTarget.safeParse({
    kind: 'tcp',
    address: host,
    port: port === undefined ? (certificates === undefined ? 2375 : 2376) : Number(port),
    ...(certificates === undefined ? {} : { certificates }),
  }).data;
  if (!tcp) return null;
  const { kind, address, port: at } = tcp;
  return { kind, address, port: at, ...(certificates === undefined ? {} : { certificates }) };
}
