import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { BackupManifest } from '../../../../shared/domain/backup.ts';
import { RondaError } from '../../../../shared/errors.ts';
import { dockerDetail, dockerStatus } from '../../../hosts/docker/docker-error.ts';
import type { HostConnection } from '../../../hosts/host-connection.ts';
import type { ProgressReport } from '../../../jobs/progress-meter.ts';
import { formatBytes, requireSpace } from '../../durable-files.ts';
import { mountOf, overlaps } from '../../find-containers.ts';
import type { WhilePaused } from '../../restore/pause-during-restore.ts';
import { saveTarredFile } from '../../tar-transfer.ts';
import type { Place, Taken } from '../container-script.ts';
import type { Incoming } from '../keep-copy.ts';
import { findPlainFile, probeFile } from './source-files.ts';
import { armUnpauseTimer } from './unpause-timer.ts';

/** When the server itself lets the containers go on, counted from before they are paused. */
const timerSeconds = 20;
/** A copy that is expected to take longer than this is not begun. */
const longestExpectedMs = 10_000;
/** One that does take longer than this is given up. */
const longestCopyMs = 14_000;
const probeMs = 1500;
const unpauseMs = 4000;
/** What a database of SQLite has beside it that belongs to it: without them a copy is another database. */
const sideFiles = ['-wal', '-journal'] as const;

/** Every running container that may write to the database: its own, and those that have its volume mounted. */
async function writersOf(docker: Docker, containerId: string, path: string, signal: AbortSignal) {
  const own = await docker.getContainer(containerId).inspect({ abortSignal: signal });
  const mount = mountOf(own.Mounts, path);
  if (!mount) return [containerId];
  const running = await docker.listContainers({ abortSignal: signal });
  const others = running.filter(
    ({ Id, State, Mounts }) =>
      Id !== containerId && State === 'running' && Mounts.some((other) => other.RW && overlaps(mount, other)),
  );
  return [containerId, ...others.map(({ Id }) => Id)];
}

interface Sizes {
  readonly path: string;
  readonly totalBytes: number;
}

/** @throws RondaError `backup.source-missing`, `backup.source-failed`, `backup.too-large-to-pause` */
async function requireShortCopy(place: Place, signal: AbortSignal): Promise<Sizes> {
  const { docker, containerId, container } = place;
  const source = await findPlainFile(docker, containerId, place.path, signal);
  if (!source) throw new RondaError('backup.source-missing', { path: place.path, container });
  const files = [source];
  for (const side of sideFiles) {
    const file = await findPlainFile(docker, containerId, source.path + side, signal);
    if (file) files.push(file);
  }
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const { isDatabase } = await probeFile(docker, containerId, source.path, 0, signal);
  if (!isDatabase)
    throw new RondaError('backup.source-failed', { container, detail: 'the file is not a database' });
  // The largest: of a small one the time is the way's delay, and tells nothing of its rate.
  const largest = files.reduce((one, other) => (other.bytes > one.bytes ? other : one));
  const { bytesPerSecond } = await probeFile(docker, containerId, largest.path, probeMs, signal);
  const expectedMs = (totalBytes / bytesPerSecond) * 1000;
  if (expectedMs > longestExpectedMs)
    throw new RondaError('backup.too-large-to-pause', {
      path: place.path,
      container,
      size: formatBytes(totalBytes),
      rate: formatBytes(bytesPerSecond),
      seconds: longestExpectedMs / 1000,
    });
  return { path: source.path, totalBytes };
}

/** The files as they lie while nothing writes to them. */
async function copyFiles(
  { docker, containerId, container, path }: Place,
  incoming: Incoming,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<BackupManifest['owner']> {
  let owner: BackupManifest['owner'] = null;
  for (const side of ['', ...sideFiles]) {
    let tar: NodeJS.ReadableStream;
    try {
      tar = await docker.getContainer(containerId).getArchive({ path: path + side, abortSignal: signal });
    } catch (error) {
      if (dockerStatus(error) !== 404) throw error;
      if (side === '') throw new RondaError('backup.source-missing', { path, container });
      continue;
    }
    const stream = tar instanceof Readable ? tar : Readable.from(tar);
    const header = await saveTarredFile(stream, incoming.file + side, onBytes, signal);
    if (side === '') owner = header;
  }
  return owner;
}

/** Lets them go on. @returns false when the engine did not answer or refused: the timer is left to do it */
async function unpauseAll(docker: Docker, ids: readonly string[]): Promise<boolean> {
  const deadline = AbortSignal.timeout(unpauseMs);
  const late = new Promise<never>((_resolve, reject) =>
    deadline.addEventListener('abort', () => reject(deadline.reason), { once: true }),
  );
  late.catch(() => undefined);
  const results = await Promise.allSettled(
    ids.map(async (id) => {
      try {
        await Promise.race([docker.getContainer(id).unpause(), late]);
      } catch (error) {
        const { State } = await Promise.race([docker.getContainer(id).inspect(), late]);
        if (State.Paused) throw error;
      }
    }),
  );
  return results.every(({ status }) => status === 'fulfilled');
}

/** Whether an engine is still to be reached over this way, whatever it says. */
async function answers({ docker, containerId }: Place): Promise<boolean> {
  try {
    await docker.getContainer(containerId).inspect({ abortSignal: AbortSignal.timeout(unpauseMs) });
    return true;
  } catch (error) {
    return dockerStatus(error) !== null;
  }
}

async function arePaused(docker: Docker, ids: readonly string[], signal: AbortSignal): Promise<boolean> {
  const infos = await Promise.all(ids.map((id) => docker.getContainer(id).inspect({ abortSignal: signal })));
  return infos.every(({ State }) => State.Paused);
}

/**
 * Takes a copy of a live database while the containers that write to it are paused for a few seconds: for images that
 * have nothing to copy it by. What lets them go on again is armed on the server first.
 * @throws RondaError `backup.no-timer`, `backup.too-large-to-pause`, `backup.source-missing`, `backup.source-failed`,
 * `backup.pause-failed`, `backup.pause-ended`, `backup.no-space`; whatever it throws, the containers run on, at the
 * latest when the server's own timer lets them
 */
export async function copyPaused(
  { whilePaused }: { readonly whilePaused?: WhilePaused },
  connection: HostConnection,
  place: Place,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  const { docker, containerId, key } = place;
  const sizes = await requireShortCopy(place, signal);
  await requireSpace(incoming.folder, sizes.totalBytes);
  const ids = await writersOf(docker, containerId, sizes.path, signal);
  const work = (): Promise<Taken> => pauseAndCopy(connection, place, sizes, ids, incoming, enter, signal);
  const { hostId, serviceId } = key;
  return whilePaused ? whilePaused({ hostId, serviceId, reason: `backup ${key.databaseId}` }, work) : work();
}

async function pauseAndCopy(
  connection: HostConnection,
  place: Place,
  { path, totalBytes }: Sizes,
  ids: readonly string[],
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Taken> {
  const { container, host } = place;
  const timer = await armUnpauseTimer(connection, { host, container }, ids, timerSeconds, signal);
  const armedAt = performance.now();
  let doneBytes = 0;
  let owner: BackupManifest['owner'] = null;
  let failure: unknown;
  /** Those that we paused, or may have: what somebody else paused stays so. */
  const ours: string[] = [];
  try {
    signal.throwIfAborted();
    enter({ phase: 'copy', doneBytes, totalBytes });
    for (const id of ids) await pause(connection.docker, id, container, ours);
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(longestCopyMs)]);
    owner = await copyFiles(
      { ...place, path },
      incoming,
      (count) => {
        doneBytes += count;
        enter({ phase: 'copy', doneBytes, totalBytes: Math.max(totalBytes, doneBytes) });
      },
      inTime,
    );
    const isWhole = await arePaused(connection.docker, ids, inTime);
    if (!isWhole || performance.now() - armedAt > (timerSeconds - 1) * 1000)
      throw new RondaError('backup.pause-ended', { container });
  } catch (error) {
    failure = error;
  }
  const isRunning = await unpauseAll(connection.docker, ours);
  if (isRunning) await timer.disarm().catch(() => undefined);
  if (failure !== undefined) {
    signal.throwIfAborted();
    if (failure instanceof RondaError) throw failure;
    if (performance.now() - armedAt > longestCopyMs)
      throw new RondaError('backup.pause-ended', { container }, { cause: failure });
    // The second connection, which carries the file, may be gone before the first one notices.
    if (!(await answers(place)))
      throw new RondaError('backup.link-lost', { host, step: 'copy' }, { cause: failure });
    throw failure;
  }
  if (!isRunning)
    throw new RondaError('backup.pause-failed', { container, detail: `the timer on ${host} unpauses it` });
  return { method: 'paused-copy', owner, transferredBytes: doneBytes };
}

async function pause(docker: Docker, id: string, container: string, ours: string[]): Promise<void> {
  ours.push(id);
  try {
    await docker.getContainer(id).pause();
  } catch (error) {
    if (dockerStatus(error) === null) throw error;
    ours.pop();
    throw new RondaError('backup.pause-failed', { container, detail: dockerDetail(error) }, { cause: error });
  }
}
