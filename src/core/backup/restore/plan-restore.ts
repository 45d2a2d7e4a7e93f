import type { BackupManifest, RestorePlan } from '../../../shared/domain/backup.ts';
import { isAbort, RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { posixQuote } from '../../hosts/ssh/posix-quote.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import { soundBackupsOf } from '../catalogue/backups-of.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { DatabaseSource } from '../find-containers.ts';
import { formOf } from '../stored/stored-form.ts';
import { describeSource } from '../take/export-database.ts';
import { type DatabaseTraits, judgeCompatibility } from './judge-compatibility.ts';
import { mountSource } from './restore-helper.ts';
import { lookAtWorld, planIdOf, type RestoreWorld } from './restore-world.ts';

export interface PlannedRestore {
  readonly plan: RestorePlan;
  readonly world: RestoreWorld;
  readonly manifest: BackupManifest;
}

export function traitsOf(
  described: Pick<BackupManifest, 'rowCounts' | 'userVersion' | 'applicationId'>,
): DatabaseTraits {
  const { userVersion, applicationId } = described;
  return { userVersion, applicationId, tables: Object.keys(described.rowCounts) };
}

/**
 * A restore as it would happen. Looks only: inspects containers, and asks the live database what it is by a read.
 * @throws RondaError when it cannot or (without force) must not be done
 */
export async function planRestore(
  deps: { readonly catalogue: Catalogue },
  connection: HostConnection,
  key: DatabaseKey,
  source: DatabaseSource,
  backupId: string,
  force: boolean,
  signal: AbortSignal,
): Promise<PlannedRestore> {
  const { docker } = connection;
  const { backup, manifest } = await deps.catalogue.locate(backupId);
  if (backup.verification !== 'verified') {
    const failed = backup.steps.find(({ ok }) => !ok);
    throw new RondaError('backup.refused-damaged', {
      step: failed?.step ?? 'verify',
      detail: failed?.detail ?? 'it failed its check',
    });
  }
  const world = await lookAtWorld(docker, source, signal);
  const { path } = source.database;
  const volume = mountSource(world.mount);
  if (!world.mount.RW) {
    throw new RondaError('backup.target-read-only', { volume, detail: 'it is mounted read-only' });
  }
  const warnings: RondaError[] = [];

  const current = await currentTraits(deps, docker, key, source, world, signal);
  const objection = current ? judgeCompatibility(source.service.id, current, traitsOf(manifest)) : null;
  if (objection && !force) throw objection;
  if (objection) warnings.push(objection);
  if (!current) warnings.push(new RondaError('backup.match-unknown'));
  const others = world.stops.filter(
    ({ service }) => service !== (source.service.compose ?? source.service.id),
  );
  if (others.length > 0) {
    warnings.push(
      new RondaError('backup.stops-others', { names: others.map(({ name }) => name).join(', ') }),
    );
  }
  if (!world.stops.some(({ running }) => running)) {
    warnings.push(new RondaError('backup.nothing-running'));
  }

  const plan: RestorePlan = {
    backupId: backup.id,
    ...key,
    stops: world.stops.map(({ id, name, image, running }) => ({ id, name, image, running })),
    volume,
    targetPath: path,
    current: world.current,
    replacement: { bytes: backup.bytes, takenAt: backup.takenAt, rowCounts: backup.rowCounts },
    commands: commandsOf(world, volume, path, backup.file),
    estimatedDowntimeMs: estimateDowntime(world, connection),
    warnings: warnings.map((warning) => warning.toShape()),
    planId: planIdOf(world, backup, path, force),
  };
  return { plan, world, manifest };
}

/** What the service runs on now; where that cannot be asked, what the newest good backup of it says. */
async function currentTraits(
  deps: { readonly catalogue: Catalogue },
  docker: HostConnection['docker'],
  key: DatabaseKey,
  source: DatabaseSource,
  world: RestoreWorld,
  signal: AbortSignal,
): Promise<DatabaseTraits | null> {
  if (world.askable !== null && world.current !== null) {
    try {
      const header = await describeSource(docker, world.askable, source.database.path, signal);
      // A damaged database answers without being held; it has nothing to say about itself then.
      if (header.held) return header;
    } catch (error) {
      if (isAbort(error)) throw error;
      // A database that cannot be asked is what restores are for: the catalogue knows what it was.
    }
  }
  const [known] = soundBackupsOf(await deps.catalogue.list(), key);
  if (!known) return null;
  try {
    return traitsOf((await deps.catalogue.locate(known.id)).manifest);
  } catch (error) {
    if (error instanceof RondaError) return null;
    throw error;
  }
}

/** Run with `sh -c SCRIPT database`: what restore-scripts.ts does at length, as short as it can be typed. */
const takeOver = 'chown "$(stat -c %u:%g "$0")" "$0.ronda-new"; chmod "$(stat -c %a "$0")" "$0.ronda-new"';
const moveAside =
  'for end in "" -wal -shm -journal; do if [ -e "$0$end" ]; then mv "$0$end" "$0.ronda-old$end"; fi; done';

/**
 * The commands a restore stands for, as an admin would type them where the backup lies. They work as they are; what
 * Ronda does besides (waiting for health, moving back) stands in the comments.
 */
function commandsOf(world: RestoreWorld, volume: string, path: string, file: string): string[] {
  const running = world.stops.filter(({ running: isRunning }) => isRunning).map(({ name }) => name);
  const say = (...words: string[]): string =>
    words.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : posixQuote([word]))).join(' ');
  const mount = `${volume}:${world.mount.Destination}`;
  const name = file.split('/').at(-1) ?? file;
  const inHelper = (...words: string[]): string => say('docker', 'exec', 'ronda-helper', ...words);
  return [
    `docker run -d --rm --name ronda-helper --network none --user 0 ${say('-v', mount, '--entrypoint', 'sh', world.image)} -c 'sleep 21600'`,
    ...unpacking(name, say),
    say('docker', 'cp', name.replace(/(\.zst)?(\.age)?$/, ''), `ronda-helper:${path}.ronda-new`),
    ...(world.current ? [inHelper('sh', '-c', takeOver, path)] : []),
    ...(running.length > 0 ? [say('docker', 'stop', ...running)] : []),
    ...(world.current
      ? [`${say('docker', 'cp', `ronda-helper:${path}`, '.')}  # safety copy, with -wal and -journal`]
      : []),
    inHelper('sh', '-c', moveAside, path),
    inHelper('mv', `${path}.ronda-new`, path),
    ...(running.length > 0 ? [say('docker', 'start', ...running)] : []),
    `${inHelper('sh', '-c', 'rm -f "$0.ronda-old"*', path)}  # once healthy; else moved back`,
    'docker rm -f ronda-helper',
  ];
}

/** How a packed backup becomes a plain file by the usual commands; nothing for one that is plain. */
function unpacking(name: string, say: (...words: string[]) => string): string[] {
  const { isCompressed, isEncrypted } = formOf(name);
  const inner = name.replace(/\.age$/, '');
  return [
    ...(isEncrypted
      ? [`${say('age', '-d', '-o', inner, name)}  # with -i and the key file, or the passphrase`]
      : []),
    ...(isCompressed ? [say('zstd', '-d', inner)] : []),
  ];
}

/** Stopping and starting a container, and its first healthy answer: what is usual, not what is possible. */
const stopMs = 2000;
const healthyMs = 8000;

function estimateDowntime(world: RestoreWorld, connection: HostConnection): number {
  const running = world.stops.filter((container) => container.running).length;
  if (running === 0) return 0;
  // Only the safety copy travels while the service stands still. 2.5 MB/s is a home line of 20 Mbit/s.
  const bytesPerMs = connection.methods.tcp === 'direct' ? 100_000 : 2500;
  return Math.round(running * stopMs + (world.current?.bytes ?? 0) / bytesPerMs + healthyMs);
}
