import type { Log } from '../../platform/log.ts';
import { presentSockets, socketCandidates } from './default-socket.ts';
import { readDockerContexts, socketOf } from './docker-contexts.ts';

/** A socket that may be chosen, and where Ronda knows it from: `DOCKER_HOST`, `context NAME`, or nothing to say. */
export interface LocalEngine {
  readonly socketPath: string;
  readonly from: string | null;
}

/**
 * Engines of this computer for the form: what the person's own docker command uses first. They are offered, not used:
 * a host keeps the socket that was chosen for it, whatever the environment says later.
 */
export async function findLocalEngines(ports: {
  readonly platform: NodeJS.Platform;
  readonly userHome: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}): Promise<LocalEngine[]> {
  const { platform, userHome, env, log } = ports;
  const ofEnvironment = socketOf(env.DOCKER_HOST ?? '');
  const contexts = await readDockerContexts(userHome, log);
  const engines: LocalEngine[] = [
    ...(ofEnvironment === null ? [] : [{ socketPath: ofEnvironment, from: 'DOCKER_HOST' }]),
    ...contexts.map(({ name, socketPath }) => ({ socketPath, from: `context ${name}` })),
    ...socketCandidates(platform, userHome, env.XDG_RUNTIME_DIR).map((socketPath) => ({
      socketPath,
      from: null,
    })),
  ];
  const present = new Set(await presentSockets(engines.map(({ socketPath }) => socketPath)));
  const known = new Set<string>();
  return engines.filter(({ socketPath }) => {
    const isNew = present.has(socketPath) && !known.has(socketPath);
    known.add(socketPath);
    return isNew;
  });
}
