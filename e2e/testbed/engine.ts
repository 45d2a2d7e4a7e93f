import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { rootCommand, runAsRoot } from './as-root.ts';
import { claimBridge } from './bridge.ts';
import { engineGet } from './engine-api.ts';
import { sweepEngine } from './engine-leftovers.ts';
import { startProcess } from './processes.ts';

/** sun_path is 108 bytes; containerd adds a little over 40 to the folder. */
const LONGEST_DIR = 60;

export interface EngineOptions {
  /** A short path of this engine alone; made when missing. Its contents belong to root. */
  dir: string;
  /** Group that may use the socket; the default is root's, or our own when we are not root. */
  group?: string;
  /** A TCP port with TLS beside the socket; `certificates` holds ca.pem, cert.pem and key.pem of the server. */
  tls?: { readonly port: number; readonly certificates: string };
  signal?: AbortSignal;
}

export interface Engine {
  dir: string;
  socketPath: string;
  version: string;
  apiVersion: string;
  /** The host's address on the engine's bridge: what containers reach as `host.docker.internal`. */
  gateway: string;
  /** A clean environment for the docker and Compose commands: this engine, nobody's settings. */
  docker: NodeJS.ProcessEnv;
  /**
   * Ends the engine and all its containers; leaves no process, mount, bridge or cgroup, and with `removeData` not
   * even its folder. Safe to call twice.
   */
  stop(options?: { removeData?: boolean }): Promise<void>;
}

/**
 * Starts a dockerd of our own beside any other on the machine: own data, sockets, containerd, bridge, addresses and
 * cgroups. What a crashed run left in the same folder is removed first; its images and volumes are kept.
 *
 * It never touches the host's firewall (two dockerds would delete each other's chains): containers reach each other
 * over their bridge, the host reaches published ports through docker-proxy, and there is no way out to the network.
 */
export async function startEngine({ dir: folder, group, tls, signal }: EngineOptions): Promise<Engine> {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const dir = realpathSync(folder);
  if (dir.length > LONGEST_DIR) {
    throw new Error(
      `The engine's folder must be shorter than ${LONGEST_DIR} characters for its sockets: ${dir}`,
    );
  }
  const cgroupParent = `/ronda-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`;
  await sweepEngine(dir, cgroupParent);
  await runAsRoot('rm', ['-rf', join(dir, 'exec'), join(dir, 'docker.pid'), join(dir, 'docker.sock')]);

  const socketPath = join(dir, 'docker.sock');
  const bridge = await claimBridge(dir);
  const socketGroup = group ?? (process.getuid?.() === 0 ? undefined : String(process.getgid?.()));
  const dockerd = rootCommand('dockerd', [
    ...['--host', `unix://${socketPath}`],
    ...(tls === undefined ? [] : tlsArguments(tls)),
    ...[
      '--data-root',
      join(dir, 'data'),
      '--exec-root',
      join(dir, 'exec'),
      '--pidfile',
      join(dir, 'docker.pid'),
    ],
    // A file of ours, for /etc/docker/daemon.json belongs to the machine's own engine.
    ...['--config-file', join(dir, 'daemon.json')],
    ...['--bridge', bridge.name, '--host-gateway-ip', bridge.gateway],
    ...['--default-address-pool', `base=${bridge.pool},size=24`],
    ...['--iptables=false', '--ip-masq=false', '--ip-forward=false', '--ip6tables=false'],
    ...['--cgroup-parent', cgroupParent, '--shutdown-timeout', '5'],
    ...(socketGroup === undefined ? [] : ['--group', socketGroup]),
  ]);
  await runAsRoot('sh', ['-c', 'printf "{}" > "$1"', 'sh', join(dir, 'daemon.json')]);

  let stopDaemon: (() => Promise<void>) | undefined;
  const stop = async ({ removeData = false } = {}) => {
    await stopDaemon?.();
    await sweepEngine(dir, cgroupParent);
    if (removeData) await runAsRoot('rm', ['-rf', dir]);
  };
  try {
    const daemon = await startProcess({
      ...dockerd,
      env: withoutDocker(process.env),
      logFile: join(dir, 'dockerd.log'),
      readyWhen: () => engineGet(socketPath, '/info').then(() => true),
      stopGraceMs: 20_000,
      ...(signal ? { signal } : {}),
    });
    stopDaemon = daemon.stop;
    const { Version, ApiVersion } = await engineGet<{ Version: string; ApiVersion: string }>(
      socketPath,
      '/version',
    );
    return {
      dir,
      socketPath,
      version: Version,
      apiVersion: ApiVersion,
      gateway: bridge.gateway,
      docker: {
        ...withoutDocker(process.env),
        DOCKER_HOST: `unix://${socketPath}`,
        DOCKER_CONFIG: join(dir, 'docker-config'),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function tlsArguments({ port, certificates }: NonNullable<EngineOptions['tls']>): string[] {
  return [
    ...['--host', `tcp://127.0.0.1:${port}`, '--tlsverify', '--tlscacert', join(certificates, 'ca.pem')],
    ...['--tlscert', join(certificates, 'cert.pem'), '--tlskey', join(certificates, 'key.pem')],
  ];
}

/** An inherited DOCKER_HOST or context must not lead a command to an engine that is not ours. */
function withoutDocker(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('DOCKER_') && !name.startsWith('COMPOSE_')),
  );
}
