import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ComposeVersion, findCompose } from './compose.ts';
import type { Engine } from './engine.ts';
import { type ContainerSummary, listContainers } from './engine-api.ts';
import { freePorts } from './free-ports.ts';
import { type HostProcesses, startHostProcesses } from './host-processes.ts';
import { loadSampleImages } from './image.ts';
import { runCommand } from './processes.ts';
import { putFile } from './put-file.ts';
import { SWITCHES_FILE, type Switches } from './switches.ts';
import { waitFor } from './wait-for.ts';

const COMPOSE_FILE = fileURLToPath(new URL('../../resources/sample-stack/compose.yaml', import.meta.url));

/** The ports of the operations manual, by Compose service or host process. */
export const USUAL_PORTS = {
  gateway: 4000,
  'warga-service': 4001,
  'keuangan-service': 4002,
  'keamanan-service': 4003,
  'surat-service': 4004,
  'ai-service': 4005,
  ollama: 11_434,
  frontend: 3_000,
};

export type PortName = keyof typeof USUAL_PORTS;
export type ServiceName = Exclude<PortName, 'ollama' | 'frontend'>;

export const SERVICE_NAMES: readonly ServiceName[] = [
  'gateway',
  'warga-service',
  'keuangan-service',
  'keamanan-service',
  'surat-service',
  'ai-service',
];

export interface StackOptions {
  engine: Engine;
  /** Logs of the host processes go here. */
  dir: string;
  project?: string;
  /** `default` are those of the operations manual; `free` lets several stacks run side by side. */
  ports?: 'default' | 'free';
  writerTps?: number;
  /** Compose duration; the default is 3s, for tests that wait for health. */
  healthInterval?: string;
  /** Which Compose starts it; the default is whichever is here, v2 first. */
  compose?: ComposeVersion;
  signal?: AbortSignal;
}

export interface Stack {
  project: string;
  ports: Record<PortName, number>;
  composeFile: string;
  composeVersion: ComposeVersion;
  hostProcesses: HostProcesses;
  /** Its containers, stopped ones included; of one service when named. */
  containers(service?: ServiceName): Promise<ContainerSummary[]>;
  /** Runs a command in the first container of the service. */
  exec(service: ServiceName, argv: readonly string[]): Promise<{ stdout: string; stderr: string }>;
  /** Adds to the switches of every container of the service. */
  control(service: ServiceName, switches: Partial<Switches>): Promise<void>;
  /** Writes a file, as the services' user, into every container of the service, running or not. */
  putFile(service: ServiceName, path: string, content: string | Buffer): Promise<void>;
  stopService(service: ServiceName): Promise<void>;
  startService(service: ServiceName): Promise<void>;
  /** Waits until Docker itself calls every container of these services (default all) healthy. */
  waitHealthy(services?: readonly ServiceName[], timeoutMs?: number): Promise<void>;
  /** Any other Compose command on this stack, such as `['up', '-d', '--scale', …]`. */
  compose(args: readonly string[]): Promise<{ stdout: string; stderr: string }>;
  /** Removes containers, networks and volumes, and ends the host processes. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts the sample RT 04 stack in this engine and resolves when all of it is healthy. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { engine, dir, project = 'prisma', writerTps = 0, healthInterval = '3s', signal } = options;
  mkdirSync(dir, { recursive: true });
  const compose = await findCompose(engine.docker, options.compose);
  await loadSampleImages(engine.docker);
  const ports = await choosePorts(options.ports ?? 'free');
  const env = {
    COMPOSE_PROJECT_NAME: project,
    HEALTH_INTERVAL: healthInterval,
    WRITER_TPS: String(writerTps),
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [portVariable(name), String(port)])),
  };
  const run = (args: readonly string[]) =>
    compose.run(['-f', COMPOSE_FILE, ...args], { env, ...(signal ? { signal } : {}) });
  const switches = new Map<ServiceName, Partial<Switches>>();

  const containers = async (service?: ServiceName) =>
    (await listContainers(engine.socketPath, project)).filter(
      ({ Labels }) => service === undefined || Labels['com.docker.compose.service'] === service,
    );
  const waitHealthy = async (services = SERVICE_NAMES, timeoutMs = 60_000) => {
    for (const service of services) {
      await waitFor(
        `${service} to be healthy`,
        async () => {
          const found = await containers(service);
          return found.length > 0 && found.every(({ Status }) => Status.includes('(healthy)'));
        },
        { timeoutMs, ...(signal ? { signal } : {}) },
      );
    }
  };

  const hostProcesses = await startHostProcesses({
    dir,
    ollamaPort: ports.ollama,
    frontendPort: ports.frontend,
    gateway: engine.gateway,
  });
  const stop = async () => {
    // Its own run: a signal that was aborted must not keep the stack from being removed.
    const down = (): Promise<unknown> =>
      compose.run(['-f', COMPOSE_FILE, 'down', '--volumes', '--remove-orphans', '--timeout', '3'], { env });
    // Engine 20.10 may still count a container that is gone among a network's ("has active endpoints").
    await down().catch(() => sleep(2000).then(down));
    await hostProcesses.stop();
  };
  try {
    await run(['up', '--detach', '--no-build']);
    await waitHealthy();
  } catch (error) {
    const seen = await describe(engine, await containers());
    await stop();
    throw new Error(`The sample stack did not start\n${seen}`, { cause: error });
  }

  return {
    project,
    ports,
    composeFile: COMPOSE_FILE,
    composeVersion: compose.version,
    hostProcesses,
    containers,
    waitHealthy,
    compose: run,
    stop,
    async exec(service, argv) {
      const [container] = await containers(service);
      if (!container) throw new Error(`${service} has no container`);
      return runCommand('docker', ['exec', container.Id, ...argv], { env: engine.docker });
    },
    async control(service, change) {
      const now = { ...switches.get(service), ...change };
      switches.set(service, now);
      for (const { Id } of await containers(service)) {
        await putFile(engine.docker, Id, SWITCHES_FILE, JSON.stringify(now));
      }
    },
    async putFile(service, path, content) {
      for (const { Id } of await containers(service)) await putFile(engine.docker, Id, path, content);
    },
    async stopService(service) {
      await run(['stop', '--timeout', '3', service]);
    },
    async startService(service) {
      await run(['start', service]);
    },
  };
}

/** State and last log lines of each container: what a person needs to see why the stack did not come up. */
async function describe(engine: Engine, containers: readonly ContainerSummary[]): Promise<string> {
  const parts = containers.map(async ({ Id, Names, Status }) => {
    const { stdout, stderr } = await runCommand('docker', ['logs', '--tail', '5', Id], {
      env: engine.docker,
    });
    return `${Names.join(' ')}: ${Status}\n${stdout}${stderr}`;
  });
  return (await Promise.all(parts)).join('\n');
}

/** As compose.yaml spells it: `WARGA_PORT` for `warga-service`. */
function portVariable(name: string): string {
  return `${name.replace(/-service$/, '').toUpperCase()}_PORT`;
}

async function choosePorts(choice: 'default' | 'free'): Promise<Record<PortName, number>> {
  const ports = { ...USUAL_PORTS };
  if (choice === 'default') return ports;
  const names = Object.keys(ports) as PortName[];
  const free = await freePorts(names.length);
  for (const [index, name] of names.entries()) ports[name] = free[index] ?? ports[name];
  return ports;
}
