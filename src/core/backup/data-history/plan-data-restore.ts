import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { DataRestorePlan } from '../../../shared/domain/data-history.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { type ArchiveKey, mountName } from '../files/archive-paths.ts';
import { type FindServices, type FoundSource, findSources, requireService } from '../files/find-sources.ts';
import {
  estimateDowntime,
  helperCommand,
  lookAtFolder,
  say,
  stopWarnings,
} from '../files/plan-archive-restore.ts';
import { mountOf } from '../find-containers.ts';
import { planIdOf, type RestoreWorld } from '../restore/restore-world.ts';
import type { DataRepository } from './data-repository.ts';
import { type DataFiles, isJson } from './describe-change.ts';
import { readNamedFiles } from './read-json-files.ts';

export interface DataRestoreRequest {
  readonly hostId: string;
  readonly serviceId: string;
  readonly commit: string;
  readonly files?: readonly string[] | undefined;
}

export interface PlannedDataRestore {
  readonly plan: DataRestorePlan;
  readonly world: RestoreWorld;
  readonly hostName: string;
  readonly key: ArchiveKey;
  readonly found: FoundSource;
  /** What changes and what appears, by path relative to the folder. */
  readonly texts: ReadonlyMap<string, string>;
  /** Ids of the databases that lie in the folder: nobody may copy them meanwhile. */
  readonly databaseIds: readonly string[];
}

/**
 * Putting JSON files back as it would happen. Looks only.
 * @param scratch see `withScratch`
 * @throws RondaError when it cannot be done
 */
export async function planDataRestore(
  findServices: FindServices,
  connection: HostConnection,
  repository: DataRepository,
  scratch: string,
  request: DataRestoreRequest,
  signal: AbortSignal,
): Promise<PlannedDataRestore> {
  const { hostId, serviceId, commit } = request;
  const { docker } = connection;
  const { host, service } = requireService(findServices, request);
  const { sourceId, texts: wanted } = choose(await repository.filesAt(commit), request);
  const key = { hostId, serviceId, sourceId };
  const found = (await findSources(docker, hostId, host, service, signal)).find(
    ({ source }) => source.sourceId === sourceId,
  );
  if (!found) throw new RondaError('archive.unknown-source', { service: serviceId, host: host.hostName });
  const folder = found.source.mountPath;
  const world = await lookAtFolder(docker, { ...host, service }, folder, signal);
  const hidden = [...wanted.keys()].find(
    (path) => mountOf(world.own.Mounts, posix.join(folder, path)) !== world.mount,
  );
  if (hidden !== undefined)
    throw new RondaError('data.no-place', { path: hidden, detail: 'another mount covers its place' });

  const now = await readNamedFiles(docker, host.hostName, found, [...wanted.keys()], scratch, signal);
  const texts = new Map([...wanted].filter(([path, text]) => now.get(path) !== text));
  const bytes = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const broken = [...texts].filter(([, text]) => !isJson(text)).map(([path]) => path);
  const warnings = [
    ...(broken.length > 0 ? [new RondaError('data.was-broken', { names: broken.join(', ') })] : []),
    ...stopWarnings(world, service.compose ?? service.id),
  ];
  const plan: DataRestorePlan = {
    ...key,
    commit,
    files: [...wanted].map(([path, text]) => {
      const before = now.get(path) ?? null;
      return {
        path: `${serviceId}/${sourceId}/${path}`,
        change: before === null ? 'appears' : before === text ? 'stays' : 'changes',
        bytes: Buffer.byteLength(text),
        bytesNow: before === null ? null : Buffer.byteLength(before),
      };
    }),
    stops: world.stops.map(({ id, name, image, running }) => ({ id, name, image, running })),
    volume: mountName(world.mount),
    targetPath: folder,
    commands: commandsOf(world, key, commit, folder, texts, now),
    estimatedDowntimeMs: estimateDowntime(world, bytes, connection),
    warnings: warnings.map((warning) => warning.toShape()),
    planId: planIdOf(world, { id: commit, sha256: stateOf(wanted, now) }, folder, false),
  };
  const databases = service.databases.filter((each) => mountOf(world.own.Mounts, each.path) === world.mount);
  return {
    plan,
    world,
    hostName: host.hostName,
    key,
    found,
    texts,
    databaseIds: databases.map(({ id }) => id),
  };
}

/** The wanted files of a commit, relative to the one folder they lie in. */
function choose(
  all: DataFiles,
  { serviceId, files }: DataRestoreRequest,
): { sourceId: string; texts: Map<string, string> } {
  const names = files ?? Object.keys(all).filter((path) => path.startsWith(`${serviceId}/`));
  const texts = new Map<string, string>();
  const folders = new Set<string>();
  for (const name of [...new Set(names)].sort()) {
    const [service, sourceId = '', ...rest] = name.split('/');
    const text = Object.hasOwn(all, name) ? all[name] : undefined;
    if (text === undefined || service !== serviceId || rest.length === 0)
      throw new RondaError('data.no-file');
    folders.add(sourceId);
    texts.set(rest.join('/'), text);
  }
  const [sourceId, ...others] = folders;
  if (sourceId === undefined) throw new RondaError('data.no-file');
  if (others.length > 0)
    throw new RondaError('data.several-folders', { folders: plainDetail([...folders].join(', ')) });
  return { sourceId, texts };
}

/** Everything about the files that decides what a restore would do, and undo. */
function stateOf(wanted: ReadonlyMap<string, string>, now: ReadonlyMap<string, string | null>): string {
  const seen = [...wanted].map(([path, text]) => [path, text, now.get(path) ?? null]);
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex');
}

const maxTyped = 10;
/** Run with `sh -c SCRIPT file`: writing into a file that is there keeps its owner and mode. */
const writeOver = 'cat > "$0"';
const writeNew =
  'd=$(dirname "$0"); mkdir -p "$d"; cat > "$0"; chown "$(stat -c %u:%g "$d")" "$0"; chmod 640 "$0"';

/** The commands it stands for, as an admin would type them where `data.git` lies. */
function commandsOf(
  world: RestoreWorld,
  { serviceId, sourceId }: ArchiveKey,
  commit: string,
  folder: string,
  texts: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string | null>,
): string[] {
  if (texts.size === 0) return [];
  const running = world.stops.filter((each) => each.running).map(({ name }) => name);
  const container = world.own.Name.replace(/^\//, '');
  const typed = [...texts.keys()].slice(0, maxTyped);
  const copies = typed
    .filter((path) => now.get(path) !== null)
    .map(
      (path, index) =>
        `${say('docker', 'cp', `${container}:${folder}/${path}`, `old-${index + 1}.json`)}  # safety copy`,
    );
  const writes = typed.map((path) => {
    const script = now.get(path) === null ? writeNew : writeOver;
    return `${say('git', '--git-dir=data.git', 'show', `${commit}:${serviceId}/${sourceId}/${path}`)} | ${say('docker', 'exec', '-i', 'ronda-helper', 'sh', '-c', script, `${folder}/${path}`)}`;
  });
  return [
    helperCommand(world, folder),
    ...(running.length > 0 ? [say('docker', 'stop', ...running)] : []),
    ...copies,
    ...writes,
    ...(texts.size > maxTyped ? [`# the same for ${texts.size - maxTyped} more`] : []),
    ...(running.length > 0 ? [say('docker', 'start', ...running)] : []),
    'docker rm -f ronda-helper',
  ];
}
