import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import type Docker from 'dockerode';
import type { RebuildResult } from '../../../shared/domain/rebuild.ts';
import { RondaError } from '../../../shared/errors.ts';
import { dockerDetail, dockerStatus } from '../../hosts/docker/docker-error.ts';
import { type HostConnection, isFar } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Log } from '../../platform/log.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { sideBySide } from '../../platform/side-by-side.ts';
import { recreateOrder } from '../../services/recreate-container.ts';
import type { ImageStore } from '../images/image-store.ts';
import { loadImage } from '../images/load-image.ts';
import type { CheckHealth } from '../restore/restore-actions.ts';
import { removeHelpers } from '../restore/restore-helper.ts';
import { waitForHealth } from '../wait-for-health.ts';
import { bytesOf, type FillDeps, fillVolume } from './fill-volume.ts';
import { imageFor, materialOf, type Supplies, type VolumeFill } from './kit-material.ts';
import type { PlannedRebuild } from './plan-rebuild.ts';
import {
  elsewhere,
  emptyFolder,
  foldersOf,
  innerOf,
  isFolderEmpty,
  isVolumeEmpty,
  makeFolder,
} from './rebuild-folders.ts';
import type { RebuildKit } from './rebuild-kit.ts';
import {
  markVolumes,
  type RebuildGround,
  readGround,
  rebuildLabel,
  recordGround,
  removeMarks,
  unfinishedVolume,
} from './rebuild-marks.ts';
import {
  fileState,
  makeServerFolder,
  readServerFile,
  removeServerFile,
  writeServerFile,
} from './server-files.ts';

export interface RebuildDeps extends FillDeps {
  readonly images: ImageStore;
  readonly log: Log;
  /** Asked once all containers are well; null where nobody checks. */
  readonly checkHealth: CheckHealth | null;
}

export interface RebuildOrder {
  readonly kit: RebuildKit;
  readonly fills: readonly VolumeFill[];
  readonly supplies: Supplies;
  readonly planned: PlannedRebuild;
  readonly hostName: string;
}

/** Most of the time each waits for the line's round trips. */
const atOnce = 4;

type Undo = () => Promise<unknown>;

/**
 * Builds a server anew on an engine that has nothing of it. What fails before all containers have been started is taken
 * away again, but for loaded images; what does not become healthy afterwards stays and is told, for half a server in
 * the morning is better than none. One that was interrupted is gone on with under its id: what it made is removed and
 * made again, and its mark stands all the while.
 * @throws RondaError `rebuild.failed`, `rebuild.interrupted`, `rebuild.not-empty` when a folder that it would fill holds
 * something of somebody else, or what made it impossible before anything was made
 */
export async function runRebuild(
  deps: RebuildDeps,
  connection: HostConnection,
  { kit, fills, supplies, planned, hostName }: RebuildOrder,
  report: (progress: ProgressReport) => void,
  jobSignal: AbortSignal,
): Promise<RebuildResult> {
  const signal = AbortSignal.any([jobSignal, connection.signal]);
  const from = deps.clock.now();
  const id = planned.leftoverId ?? randomUUID();
  const undo: Undo[] = [];
  const folders = foldersOf(kit, fills);
  const { docker } = connection;
  const far = isFar(connection);
  const bulk = await connection.bulkDocker(signal);
  let step = 'connect';
  const phase = (name: string): void => {
    signal.throwIfAborted();
    step = name;
    report({ phase: name });
  };
  const started: { id: string; name: string }[] = [];
  let isMarked = false;
  try {
    phase('verify');
    if (planned.leftoverId !== null) await removeLeftovers(docker, planned.leftoverId, signal);
    await docker.createVolume({ Name: unfinishedVolume, Labels: { [rebuildLabel]: id } });
    isMarked = true;

    phase('upload');
    await loadImages(deps, bulk, far, kit, supplies, report, signal);
    phase('put-files');
    const ground = await clearGround(
      docker,
      { id, kit, folders, hostName, life: connection.signal },
      undo,
      signal,
    );
    await placeFiles(docker, kit, { id, ground }, undo, signal);
    for (const { name, driver, isInternal, labels, options } of kit.networks) {
      if (await isThere(docker.getNetwork(name).inspect())) continue;
      await docker.createNetwork({
        Name: name,
        Driver: driver,
        Internal: isInternal,
        Labels: { ...labels, [rebuildLabel]: id },
        Options: options,
      });
      undo.push(() => docker.getNetwork(name).remove());
    }
    for (const { name, driver, labels, options } of kit.volumes) {
      await docker.createVolume({
        Name: name,
        Driver: driver,
        Labels: { ...labels, [rebuildLabel]: id },
        DriverOpts: options,
      });
      undo.push(() => docker.getVolume(name).remove());
    }
    for (const fill of elsewhere(kit, fills)) {
      if (!(await isVolumeEmpty(docker, fill, { id, hostName }, signal)))
        throw new RondaError('rebuild.not-empty', { host: hostName, names: fill.name });
    }
    phase('upload');
    const totalBytes = fills.reduce((sum, fill) => sum + bytesOf(fill), 0);
    let doneBytes = 0;
    const sent = (count: number): void => {
      doneBytes = Math.min(totalBytes, doneBytes + count);
      report({ phase: 'upload', doneBytes, totalBytes });
    };
    const fillOne = async (fill: VolumeFill): Promise<void> => {
      signal.throwIfAborted();
      await fillVolume(deps, bulk, fill, { id, hostName, far }, sent, signal);
    };
    const inner = new Map(innerOf(folders).map((folder) => [folder.name, folder]));
    await sideBySide(
      fills.filter(({ name }) => !inner.has(name)),
      atOnce,
      fillOne,
    );
    for (const [name, folder] of inner) {
      // The outer one need not have it.
      await makeFolder(docker, folder, id);
      const fill = fills.find((each) => each.name === name);
      if (fill) await fillOne(fill);
    }

    phase('start');
    const made = new Map<RebuildKit['containers'][number], Docker.Container>();
    await sideBySide(kit.containers, atOnce, async (each) => {
      const container = await createFrom(docker, each, id);
      undo.push(() => container.remove({ force: true }));
      made.set(each, container);
    });
    // In the order in which they were started there: one may need another.
    for (const each of kit.containers) {
      signal.throwIfAborted();
      const container = made.get(each);
      if (!container || !each.isRunning) continue;
      await container.start();
      started.push({ id: container.id, name: each.name });
    }
  } catch (error) {
    if (connection.signal.aborted)
      throw new RondaError('rebuild.interrupted', { host: hostName, step }, { cause: error });
    if (isMarked) await takeBack(docker, undo, deps.log);
    jobSignal.throwIfAborted();
    if (error instanceof RondaError) throw error;
    throw new RondaError(
      'rebuild.failed',
      { host: hostName, step, detail: dockerDetail(error) },
      { cause: error },
    );
  }
  await removeMarks(docker);

  report({ phase: 'health' });
  const problems = new Map<string, string>();
  await sideBySide(started, atOnce, async ({ id: containerId }) => {
    const each = [{ id: containerId, restartsBefore: 0 }];
    problems.set(containerId, await waitForHealth({ docker, clock: deps.clock }, each, null, signal));
  });
  const containers = started.map((each) => ({ name: each.name, problem: problems.get(each.id) ?? '' }));
  const serviceIds = [...new Set(kit.containers.map(({ serviceId }) => serviceId))];
  const unwell = new Set<string>();
  const { checkHealth } = deps;
  if (checkHealth) {
    await sideBySide(serviceIds, atOnce, async (serviceId) => {
      if (!(await checkHealth(connection.hostId, serviceId))) unwell.add(serviceId);
    });
  }
  const failing = serviceIds.filter((serviceId) => unwell.has(serviceId));
  return { containers, failing, durationMs: deps.clock.now() - from };
}

async function isThere(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}

/** Everything that a killed rebuild made: its label names it. The marks stay: cut off here, the next one goes on. */
async function removeLeftovers(docker: Docker, leftoverId: string, signal: AbortSignal): Promise<void> {
  const filters = { label: [`${rebuildLabel}=${leftoverId}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await docker.getContainer(Id).remove({ force: true });
  // They hold the volumes, and would for hours.
  await removeHelpers(docker, leftoverId, signal);
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name } of Volumes) if (!markVolumes.has(Name)) await docker.getVolume(Name).remove();
}

async function takeBack(docker: Docker, undo: readonly Undo[], log: Log): Promise<void> {
  let isWhole = true;
  for (const step of [...undo].reverse()) {
    try {
      await step();
    } catch (error) {
      isWhole = false;
      log.warn('something of a failed rebuild could not be removed', { error: plainDetail(error) });
    }
  }
  // As long as anything is left, the mark and the labels tell the next rebuild what to remove.
  if (!isWhole) return;
  await removeMarks(docker).catch((error: unknown) =>
    log.warn('the mark of a failed rebuild could not be removed', { error: plainDetail(error) }),
  );
}

interface Ground {
  readonly id: string;
  readonly kit: RebuildKit;
  readonly folders: readonly VolumeFill[];
  readonly hostName: string;
  /** Of the connection: what is taken back is so after the job was called off, too. */
  readonly life: AbortSignal;
}

/**
 * Looks where files and folders of the server will go, records what was not there, and empties the folders that a killed
 * rebuild had begun to fill.
 */
async function clearGround(
  docker: Docker,
  { id, kit, folders, hostName, life }: Ground,
  undo: Undo[],
  signal: AbortSignal,
): Promise<RebuildGround> {
  const before = await readGround(docker, id);
  const empty: string[] = [];
  for (const fill of folders) {
    if (before?.folders.includes(fill.name)) await emptyFolder(docker, fill, { id, hostName }, signal);
    else if (!(await isFolderEmpty(docker, fill, { id, hostName }, signal)))
      throw new RondaError('rebuild.not-empty', { host: hostName, names: fill.name });
    empty.push(fill.name);
    undo.push(() => emptyFolder(docker, fill, { id, hostName }, life));
  }
  if (before) return before;
  const image = kit.containers[0]?.imageId ?? '';
  const files: string[] = [];
  await sideBySide(kit.files, atOnce, async ({ path }) => {
    if ((await readServerFile(docker, image, path, signal)) === null) files.push(path);
  });
  const ground = { files, folders: empty };
  await recordGround(docker, id, ground);
  return ground;
}

async function loadImages(
  deps: RebuildDeps,
  docker: Docker,
  far: boolean,
  kit: RebuildKit,
  supplies: Supplies,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const wanted = new Map(
    kit.containers.flatMap((container) => {
      const saved = imageFor(container, supplies.images);
      return saved ? [[saved.imageId, saved] as const] : [];
    }),
  );
  for (const { id, imageId, bytes, tags } of wanted.values()) {
    const present = await isThere(docker.getImage(imageId).inspect());
    const tagged = await Promise.all(tags.map((tag) => isThere(docker.getImage(tag).inspect())));
    if (present && tagged.every(Boolean)) continue;
    const { manifest, blobs } = await deps.images.locate(id);
    let doneBytes = 0;
    const sent = (count: number): void => {
      doneBytes = Math.min(bytes, doneBytes + count);
      report({ phase: 'upload', doneBytes, totalBytes: bytes });
    };
    await loadImage(deps, docker, manifest.index, blobs, { verified: () => undefined, sent }, signal, far);
  }
}

/** What differs is never overwritten: ours lies beside it then, for a person to compare. */
async function placeFiles(
  docker: Docker,
  kit: RebuildKit,
  { id, ground }: { readonly id: string; readonly ground: RebuildGround },
  undo: Undo[],
  signal: AbortSignal,
): Promise<void> {
  const image = kit.containers[0]?.imageId ?? '';
  const labels = { [rebuildLabel]: id };
  const made = new Map<string, Promise<void>>();
  await sideBySide(kit.files, atOnce, async ({ content, ...file }) => {
    signal.throwIfAborted();
    const ours = Buffer.from(content, 'base64');
    // Looked at now: the plan may have had no image to look with.
    const there = await readServerFile(docker, image, file.path, signal);
    const state = fileState(there, ours, ground.files.includes(file.path));
    if (state === 'same') return;
    const path = state === 'other' ? `${file.path}.ronda` : file.path;
    const folder = posix.dirname(path);
    const making = made.get(folder) ?? makeServerFolder(docker, image, folder, labels);
    made.set(folder, making);
    await making;
    undo.push(() => removeServerFile(docker, image, path, labels));
    await writeServerFile(docker, image, { ...file, path, content: ours }, labels);
  });
}

/** A container with the settings it had, its networks connected before it starts. */
async function createFrom(
  docker: Docker,
  container: RebuildKit['containers'][number],
  id: string,
): Promise<Docker.Container> {
  const { order, furtherNetworks } = recreateOrder(materialOf(container));
  const tagged = await docker
    .getImage(container.image)
    .inspect()
    .catch(() => null);
  const created = await docker.createContainer({
    ...order,
    name: container.name,
    // A name that means another image by now would start another program.
    Image: tagged?.Id === container.imageId ? container.image : container.imageId,
    Labels: { ...order.Labels, [rebuildLabel]: id },
  });
  try {
    for (const [name, EndpointConfig] of furtherNetworks)
      await docker.getNetwork(name).connect({ Container: created.id, EndpointConfig });
    return created;
  } catch (error) {
    await created.remove({ force: true });
    throw error;
  }
}
