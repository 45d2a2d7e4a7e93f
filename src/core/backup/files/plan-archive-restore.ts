import type Docker from 'dockerode';
import type { Archive, ArchiveManifest, ArchivePlan } from '../../../shared/domain/archive.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { posixQuote } from '../../hosts/ssh/posix-quote.ts';
import { mountOf, type ServiceSource } from '../find-containers.ts';
import { lookAtWorld, planIdOf, type RestoreWorld } from '../restore/restore-world.ts';
import type { ArchiveCatalogue, LocatedArchive } from './archive-catalogue.ts';
import { innerMounts, mountName } from './archive-paths.ts';
import { type FindServices, requireService } from './find-sources.ts';

export interface PlannedArchiveRestore extends LocatedArchive {
  readonly plan: ArchivePlan;
  readonly world: RestoreWorld;
  /** Ids of the databases that lie in the folder: nobody may copy them meanwhile. */
  readonly databaseIds: readonly string[];
}

/**
 * Putting an archive back as it would happen. Looks only.
 * @throws RondaError when it cannot be done
 */
export async function planArchiveRestore(
  deps: { readonly catalogue: ArchiveCatalogue; readonly findServices: FindServices },
  connection: HostConnection,
  archiveId: string,
  signal: AbortSignal,
): Promise<PlannedArchiveRestore> {
  const located = await deps.catalogue.locate(archiveId);
  const { archive } = located;
  if (archive.verification !== 'verified') {
    const detail = archive.steps.find(({ ok }) => !ok)?.detail ?? 'it failed its check';
    throw new RondaError('archive.damaged', { file: archive.file, detail });
  }
  const { host, service } = requireService(deps.findServices, archive);
  const path = archive.mountPath;
  const world = await lookAtFolder(connection.docker, { ...host, service }, path, signal);
  const container = world.own.Name.replace(/^\//, '');
  const inner = innerMounts(world.own.Mounts, world.mount);
  if (inner.length > 0) throw new RondaError('archive.nested-mount', { path, inner: inner.join(', ') });
  const volume = mountName(world.mount);

  const databases = service.databases.filter((each) => mountOf(world.own.Mounts, each.path) === world.mount);
  const plan: ArchivePlan = {
    archiveId,
    hostId: archive.hostId,
    serviceId: archive.serviceId,
    sourceId: archive.sourceId,
    stops: world.stops.map(({ id, name, image, running }) => ({ id, name, image, running })),
    volume,
    targetPath: path,
    replacement: { bytes: archive.bytes, entries: archive.entries, takenAt: archive.takenAt },
    commands: commandsOf(world, archive, container, located.manifest.owner),
    estimatedDowntimeMs: estimateDowntime(world, archive.bytes, connection),
    warnings: warningsOf(
      world,
      archive,
      service.compose ?? service.id,
      databases.map((each) => each.path),
    ),
    planId: planIdOf(world, { id: archive.id, sha256: located.manifest.sha256 }, path, false),
  };
  return { ...located, plan, world, databaseIds: databases.map(({ id }) => id) };
}

/**
 * What a restore into a mounted folder would meet.
 * @throws RondaError `backup.no-container`, `backup.no-volume`, `backup.target-read-only`
 */
export async function lookAtFolder(
  docker: Docker,
  source: ServiceSource,
  path: string,
  signal: AbortSignal,
): Promise<RestoreWorld> {
  const world = await lookAtWorld(docker, { ...source, database: { path } }, signal);
  const container = world.own.Name.replace(/^\//, '');
  if (world.mount.Destination !== path) throw new RondaError('backup.no-volume', { path, container });
  if (!world.mount.RW) {
    const params = { volume: mountName(world.mount), detail: 'it is mounted read-only' };
    throw new RondaError('backup.target-read-only', params);
  }
  return world;
}

function warningsOf(
  world: RestoreWorld,
  archive: Archive,
  compose: string,
  databases: readonly string[],
): ArchivePlan['warnings'] {
  const warnings: RondaError[] = [];
  const volume = mountName(world.mount);
  if (databases.length > 0)
    warnings.push(new RondaError('archive.holds-databases', { names: databases.join(', ') }));
  if (volume !== archive.name)
    warnings.push(new RondaError('archive.other-volume', { was: archive.name, now: volume }));
  return [...warnings, ...stopWarnings(world, compose)].map((warning) => warning.toShape());
}

/** What to mind about the containers that stop. */
export function stopWarnings(world: RestoreWorld, compose: string): RondaError[] {
  const warnings: RondaError[] = [];
  const others = world.stops.filter(({ service }) => service !== compose);
  if (others.length > 0)
    warnings.push(
      new RondaError('backup.stops-others', { names: others.map(({ name }) => name).join(', ') }),
    );
  if (!world.stops.some(({ running }) => running)) warnings.push(new RondaError('backup.nothing-running'));
  return warnings;
}

/** Run with `sh -c SCRIPT folder`: what put-archive.ts does at length, as short as it can be typed. */
const moveAside =
  'cd "$0"; mkdir .ronda-old; for n in * .[!.]* ..?*; do case $n in .ronda-old) continue;; esac; if [ -e "./$n" ] || [ -L "./$n" ]; then mv "./$n" .ronda-old/; fi; done';

/** Words as a shell reads them. */
export function say(...words: string[]): string {
  return words.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : posixQuote([word]))).join(' ');
}

/** How an admin would start what the restore helper is. */
export function helperCommand(world: RestoreWorld, path: string): string {
  const mount = `${mountName(world.mount)}:${path}`;
  return `docker run -d --rm --name ronda-helper --network none --user 0 ${say('-v', mount, '--entrypoint', 'sh', world.image)} -c 'sleep 21600'`;
}

/**
 * The commands it stands for, as an admin would type them where the archive lies. They work as they are; what Ronda
 * does besides (waiting for health, moving back) stands in the comments.
 */
function commandsOf(
  world: RestoreWorld,
  archive: Archive,
  container: string,
  owner: ArchiveManifest['owner'],
): string[] {
  const running = world.stops.filter((each) => each.running).map(({ name }) => name);
  const path = archive.mountPath;
  const inHelper = (...words: string[]): string => say('docker', 'exec', 'ronda-helper', ...words);
  const file = archive.file.split('/').at(-1) ?? archive.file;
  // `age` asks for the passphrase; with a key it also takes `-i KEYFILE`.
  const plain = file.endsWith('.age') ? `${say('age', '-d', file)} | zstd -dc` : say('zstd', '-dc', file);
  return [
    helperCommand(world, path),
    ...(running.length > 0 ? [say('docker', 'stop', ...running)] : []),
    `${say('docker', 'cp', `${container}:${path}/.`, '-')} | zstd -q -o safety.tar.zst  # safety archive`,
    inHelper('sh', '-c', moveAside, path),
    `${plain} | ${say('docker', 'cp', '-', `ronda-helper:${path}`)}`,
    // `docker cp` leaves the folder itself as it is.
    ...(owner
      ? [
          inHelper('chown', `${owner.uid}:${owner.gid}`, path),
          inHelper('chmod', owner.mode.toString(8), path),
        ]
      : []),
    ...(running.length > 0 ? [say('docker', 'start', ...running)] : []),
    `${inHelper('rm', '-rf', `${path}/.ronda-old`)}  # once healthy; else moved back`,
    'docker rm -f ronda-helper',
  ];
}

/** Stopping and starting a container, and its first healthy answer: what is usual, not what is possible. */
const stopMs = 2000;
const healthyMs = 8000;

/** @param bytes of the new content */
export function estimateDowntime(world: RestoreWorld, bytes: number, connection: HostConnection): number {
  const running = world.stops.filter((each) => each.running).length;
  if (running === 0) return 0;
  // The safety copy comes and this one goes, both uncompressed. 2.5 MB/s is a home line of 20 Mbit/s. How much lies
  // there now is not known without counting; about as much as was taken.
  const bytesPerMs = connection.methods.tcp === 'direct' ? 100_000 : 2500;
  return Math.round(running * stopMs + (2 * bytes) / bytesPerMs + healthyMs);
}
