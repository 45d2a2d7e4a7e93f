import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { ContainerInspectInfo } from 'dockerode';
import { pack } from 'tar-stream';
import type { CheckSpec, ServiceSpec } from '../../shared/domain/profile.ts';
import type { CommandRecord, ContainerView } from '../../shared/domain/service.ts';
import { tarOfFile } from '../backup/tar-transfer.ts';
import { runCheck } from '../health/run-check.ts';
import type { Clock } from '../platform/clock.ts';
import { shownName } from '../services/action-step.ts';
import { createCommandLog } from '../services/command-log.ts';
import { dialInContainer } from '../services/dial-in-container.ts';

/** A verified backup whose data the copy is given. */
export interface CopyData {
  /** Path inside the container. */
  readonly path: string;
  /** The plain file, for as long as it is needed. */
  readonly open: (signal: AbortSignal) => Promise<{ readonly file: string; close(): Promise<void> }>;
  readonly bytes: number;
  readonly takenAt: number;
}

export interface CopyTest {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly service: ServiceSpec;
  /** One of the service's own, whose image and settings the copy gets. */
  readonly container: Pick<ContainerView, 'id' | 'name' | 'image'>;
  /** What it is for: an incident's number, a backup's id. Part of the copy's name. */
  readonly purpose: string;
  readonly data: readonly CopyData[];
  /** How long the copy has to become well; ms. */
  readonly patienceMs?: number;
  /** Hears how many bytes of all data have been sent. */
  readonly onBytes?: (count: number) => void;
  /** Hears that the copy was started. */
  readonly onStart?: () => void;
}

export const testLabel = 'org.ronda.test';
const everyMs = 1_000;
const settledMs = 5_000;
const leftOverMs = 6 * 3_600_000;

/** What a test on a copy will do, before it is done. */
export function copyTestCommands(test: Omit<CopyTest, 'docker' | 'clock'>): string[] {
  const { name, create, start, remove } = words(test);
  return [
    create,
    ...test.data.map((data) => copyWords(data, name)),
    start,
    ...checksOf(test.service).map((check) => checkWords(check, name)),
    remove,
  ];
}

function words({ container, purpose }: Pick<CopyTest, 'container' | 'purpose'>) {
  const name = `ronda-test-${purpose}-${container.id.slice(0, 6)}`;
  return {
    name,
    create: `docker create --name ${name} --network none (settings of ${shownName(container)}, without its ports and volumes) ${container.image}`,
    start: `docker start ${name}`,
    remove: `docker rm --force --volumes ${name}`,
  };
}

const copyWords = ({ path, takenAt }: CopyData, name: string): string =>
  `docker cp (backup of ${new Date(takenAt).toISOString().slice(0, 16)}Z) ${name}:${path}`;

function checkWords(check: CheckSpec, name: string): string {
  if (check.kind !== 'http') return `docker inspect --format {{.State.Health.Status}} ${name}`;
  const { pathname, search } = new URL(check.url);
  return `docker exec ${name} GET ${pathname}${search}`;
}

/** What can be asked of a copy that has no network: its own HTTP checks, else whether Docker calls it well. */
function checksOf(service: ServiceSpec): CheckSpec[] {
  const http = service.checks.filter(({ kind }) => kind === 'http');
  return http.length > 0 ? http : [{ kind: 'docker', id: 'docker' } as CheckSpec];
}

/**
 * Makes a second container of the service's image, without network, published ports or the service's volumes, gives it
 * the data of the newest verified backups, runs the service's checks inside it, and removes it whatever happened. The
 * running service is not touched. Every command is noted; the test passed when every record is ok.
 */
export async function testOnCopy(test: CopyTest, signal: AbortSignal): Promise<CommandRecord[]> {
  const { docker, clock, service, container, data } = test;
  const log = createCommandLog(clock);
  const { name, create, start, remove } = words(test);
  let copy: Docker.Container | null = null;
  let inspected: ContainerInspectInfo | null = null;
  const made = (): Docker.Container => {
    if (!copy) throw new Error('there is no copy');
    return copy;
  };
  try {
    const isMade = await log.run(create, async () => {
      await removeLeftover(docker, name);
      inspected = await docker.getContainer(container.id).inspect({ abortSignal: signal });
      copy = await docker.createContainer({ ...copyOrder(inspected, test.purpose), name });
      return copy.id.slice(0, 12);
    });
    const steps = [
      ...data.map((one) => ({
        command: copyWords(one, name),
        work: async () => {
          await putData(made(), one, test.onBytes ?? (() => undefined), signal);
          return `${one.bytes} bytes`;
        },
      })),
      {
        command: start,
        work: async () => {
          test.onStart?.();
          await made().start({ abortSignal: signal });
          return name;
        },
      },
      ...checksOf(service).map((check) => ({
        command: checkWords(check, name),
        work: () => waitForCheck(test, made(), check, inspected, signal),
      })),
    ];
    if (isMade) {
      for (const { command, work } of steps) if (!(await log.run(command, work))) break;
    }
  } finally {
    if (copy) await log.run(remove, () => removeLeftover(docker, name).then(() => name));
  }
  signal.throwIfAborted();
  return log.records;
}

function copyOrder(inspected: ContainerInspectInfo, purpose: string) {
  const { Config, HostConfig, Image, Mounts } = inspected;
  const { Env, Cmd, Entrypoint, User, WorkingDir, Healthcheck } = Config;
  return {
    Image,
    Env,
    Cmd,
    User,
    WorkingDir,
    ...(Entrypoint ? { Entrypoint } : {}),
    ...(Healthcheck ? { Healthcheck } : {}),
    // Without the Compose labels: it is none of the service's containers, for no check and no action.
    Labels: { [testLabel]: purpose },
    Volumes: Object.fromEntries(Mounts.map(({ Destination }) => [Destination, {}])),
    HostConfig: {
      NetworkMode: 'none',
      Memory: HostConfig.Memory ?? 0,
      NanoCpus: HostConfig.NanoCpus ?? 0,
      PidsLimit: 512,
      SecurityOpt: ['no-new-privileges'],
    },
  };
}

/** Removes what a killed console left of its tests: a test lasts minutes, so nothing that old is anybody's. */
export async function removeOldCopies(docker: Docker, now: number, signal: AbortSignal): Promise<void> {
  const filters = { label: [testLabel] };
  for (const { Id, Created } of await docker.listContainers({ all: true, filters, abortSignal: signal })) {
    if (now - Created * 1000 > leftOverMs) await docker.getContainer(Id).remove({ force: true, v: true });
  }
}

async function removeLeftover(docker: Docker, name: string): Promise<void> {
  const filters = { label: [testLabel], name: [`^/${name}$`] };
  for (const { Id } of await docker.listContainers({ all: true, filters })) {
    await docker.getContainer(Id).remove({ force: true, v: true });
  }
}

/** The folder and the file may be written by whoever the image runs as: nobody else is in there. */
async function putData(
  copy: Docker.Container,
  data: CopyData,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const folder = posix.dirname(data.path);
  const folders = pack();
  folders.entry({ name: posix.basename(folder), type: 'directory', mode: 0o777 });
  folders.finalize();
  await copy.putArchive(Readable.from(folders), { path: posix.dirname(folder) });
  const file = { name: posix.basename(data.path), bytes: data.bytes, uid: 0, gid: 0, mode: 0o666 };
  const opened = await data.open(signal);
  try {
    const tar = tarOfFile(opened.file, file, onBytes, signal);
    try {
      await copy.putArchive(Readable.from(tar), { path: folder });
    } finally {
      tar.destroy();
    }
  } finally {
    await opened.close();
  }
}

/** Asks until the answer is right. @throws Error with the last wrong answer when it does not become so in time */
async function waitForCheck(
  test: CopyTest,
  copy: Docker.Container,
  check: CheckSpec,
  inspected: ContainerInspectInfo | null,
  signal: AbortSignal,
): Promise<string> {
  const from = test.clock.now();
  const until = from + (test.patienceMs ?? 60_000);
  for (;;) {
    const { State } = await copy.inspect({ abortSignal: signal });
    if (!State.Running) throw new Error(`the copy ended with exit code ${State.ExitCode}`);
    const verdict = await ask(test.docker, copy.id, check, State.Health?.Status, inspected, signal);
    // Without a health check in the image, that it still runs after a while is all there is to see.
    const isSettled = check.kind === 'http' || State.Health || test.clock.now() - from >= settledMs;
    if (verdict.isWell && isSettled) return verdict.message;
    if (test.clock.now() > until) throw new Error(verdict.message);
    await test.clock.sleep(everyMs, signal);
  }
}

async function ask(
  docker: Docker,
  copyId: string,
  check: CheckSpec,
  health: string | undefined,
  inspected: ContainerInspectInfo | null,
  signal: AbortSignal,
): Promise<{ isWell: boolean; message: string }> {
  if (check.kind !== 'http')
    return { isWell: health === undefined || health === 'healthy', message: health ?? 'running' };
  const around = {
    dialFromServer: ({ port }: { port: number }, stop: AbortSignal) =>
      dialInContainer(docker, copyId, insidePort(inspected, port), stop),
    containers: () => null,
    exec: () => Promise.reject(new Error('only HTTP checks are made on a copy')),
    bot: null,
    browser: null,
    signal,
  };
  const result = await runCheck(check, around);
  return { isWell: result?.outcome === 'ok', message: result?.message ?? 'no answer' };
}

/** The port inside that is published as this one outside. */
function insidePort(inspected: ContainerInspectInfo | null, port: number): number {
  const bindings = Object.entries(
    (inspected?.HostConfig.PortBindings ?? {}) as Record<string, { HostPort?: string }[] | null>,
  );
  const published = bindings.find(([, outside]) =>
    outside?.some(({ HostPort }) => HostPort === String(port)),
  );
  return published ? Number.parseInt(published[0], 10) : port;
}
