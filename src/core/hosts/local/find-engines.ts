import { join } from 'node:path';
import type { Log } from '../../platform/log.ts';
import { presentSockets, socketCandidates } from './default-socket.ts';
import { type DockerEndpoint, endpointOf, readDockerContexts } from './docker-contexts.ts';

/** A socket that may be chosen, and where Ronda knows it from: `DOCKER_HOST`, `context NAME`, or nothing to say. */
export interface LocalEngine {
  readonly socketPath: string;
  readonly from: string | null;
}

/** An engine's TCP port that the docker command knows. */
export interface TcpEngine {
  readonly address: string;
  readonly port: number;
  /** The folder of its certificates; null: plain text. */
  readonly certificates: string | null;
  readonly from: string;
}

/**
 * Engines for the form: what the person's own docker command uses first. They are offered, not used: a host keeps what
 * was chosen for it, whatever the environment says later.
 */
export async function findEngines(ports: {
  readonly platform: NodeJS.Platform;
  readonly userHome: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}): Promise<{ localEngines: LocalEngine[]; tcpEngines: TcpEngine[] }> {
  const { platform, userHome, env, log } = ports;
  const ofEnvironment = endpointOf(env.DOCKER_HOST ?? '', certificatesOfEnvironment(env, userHome));
  const known: { endpoint: DockerEndpoint; from: string }[] = [
    ...(ofEnvironment === null ? [] : [{ endpoint: ofEnvironment, from: 'DOCKER_HOST' }]),
    ...(await readDockerContexts(userHome, log)).map(({ name, endpoint }) => ({
      endpoint,
      from: `context ${name}`,
    })),
  ];
  const sockets: LocalEngine[] = [
    ...known.flatMap(({ endpoint, from }) =>
      endpoint.kind === 'socket' ? [{ socketPath: endpoint.socketPath, from }] : [],
    ),
    ...socketCandidates(platform, userHome, env.XDG_RUNTIME_DIR).map((socketPath) => ({
      socketPath,
      from: null,
    })),
  ];
  const present = new Set(await presentSockets(sockets.map(({ socketPath }) => socketPath)));
  const seen = new Set<string>();
  return {
    localEngines: sockets.filter(({ socketPath }) => {
      const isNew = present.has(socketPath) && !seen.has(socketPath);
      seen.add(socketPath);
      return isNew;
    }),
    tcpEngines: known.flatMap(({ endpoint, from }) =>
      endpoint.kind === 'tcp'
        ? [
            {
              address: endpoint.address,
              port: endpoint.port,
              certificates: endpoint.certificates ?? null,
              from,
            },
          ]
        : [],
    ),
  };
}

/** As docker reads it: DOCKER_TLS_VERIFY set to anything means TLS, with DOCKER_CERT_PATH or `~/.docker`. */
function certificatesOfEnvironment(env: NodeJS.ProcessEnv, userHome: string): string | undefined {
  return env.DOCKER_TLS_VERIFY ? env.DOCKER_CERT_PATH || join(userHome, '.docker') : undefined;
}
