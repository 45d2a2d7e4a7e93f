import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import type Docker from 'dockerode';
import type { RebuildResult } from '../../../shared/domain/rebuild.ts';
import { RondaError } from '../../../shared/errors.ts';
import { dockerDetail, dockerStatus } from '../../hosts/docker/docker-error.ts';
import { type HostConnection, isFar } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { sideBySide } from '../../platform/side-by-side.ts';
import { recreateOrder } from '../../services/recreate-container.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ArchiveCatalogue } from '../files/archive-catalogue.ts';
import { commitArchive, putChecked } from '../files/put-archive.ts';
import { withVerified } from '../files/verify-archive.ts';
import type { ImageStore } from '../images/image-store.ts';
import { loadImage } from '../images/load-image.ts';
import { openIntact } from '../inspect/verify-backup.ts';
import type { CheckHealth } from '../restore/restore-actions.ts';
import { startHelper } from '../restore/restore-helper.ts';
import { discardOld, prepareNew, swapIn } from '../restore/restore-scripts.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { waitForHealth } from '../wait-for-health.ts';
import { imageFor, materialOf, type Supplies, type VolumeFill } from './kit-material.ts';
import { type PlannedRebuild, rebuildLabel, unfinishedVolume } from './plan-rebuild.ts';
import type { RebuildKit } from './rebuild-kit.ts';
import { makeServerFolder, removeServerFile, writeServerFile } from './server-files.ts';

export interface RebuildDeps extends OpenStoredDeps {
  readonly catalogue: Catalogue;
  readonly archives: ArchiveCatalogue;
  readonly images: ImageStore;
  readonly clock: Clock;
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
const volumesAtOnce = 4;
const containersAtOnce = 4;

type Undo = () => Promise<unknown>;

/**
 * Builds a server anew on an engine that has nothing of it. What fails before all containers have been started is taken
 * away again, but for loaded images; what does not become healthy afterwards stays and is told, for half a server in
 * the morning is better than none.
 * @throws RondaError `rebuild.failed`, `rebuild.interrupted`, or what made it impossible before anything was made
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
  const id = randomUUID();
  const undo: Undo[] = [];
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
  try {
    phase('verify');
    await removeLeftovers(docker, planned.leftoverId);
    await docker.createVolume({ Name: unfinishedVolume, Labels: { [rebuildLabel]: id } });
    undo.push(() => docker.getVolume(unfinishedVolume).remove());

    phase('upload');
    await loadImages(deps, bulk, far, kit, supplies, report, signal);
    phase('put-files');
    await placeFiles(docker, kit, planned, undo);
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
    phase('upload');
    const totalBytes = fills.reduce((sum, fill) => sum + bytesOf(fill), 0);
    let doneBytes = 0;
    const sent = (count: number): void => {
      doneBytes = Math.min(totalBytes, doneBytes + count);
      report({ phase: 'upload', doneBytes, totalBytes });
    };
    await sideBySide(fills, volumesAtOnce, async (fill) => {
      signal.throwIfAborted();
      await fillVolume(deps, bulk, fill, { id, hostName, far }, sent, signal);
    });

    phase('start');
    const made = new Map<RebuildKit['containers'][number], Docker.Container>();
    await sideBySide(kit.containers, containersAtOnce, async (each) => {
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
    await takeBack(undo, deps.log);
    jobSignal.throwIfAborted();
    if (error instanceof RondaError) throw error;
    throw new RondaError(
      'rebuild.failed',
      { host: hostName, step, detail: dockerDetail(error) },
      { cause: error },
    );
  }
  await docker.getVolume(unfinishedVolume).remove();

  report({ phase: 'health' });
  const containers = [];
  for (const { id: containerId, name } of started) {
    const problem = await waitForHealth(
      { docker, clock: deps.clock },
      [{ id: containerId, restartsBefore: 0 }],
      null,
      signal,
    );
    containers.push({ name, problem });
  }
  const failing: string[] = [];
  for (const serviceId of new Set(kit.containers.map((container) => container.serviceId))) {
    const isWell = deps.checkHealth ? await deps.checkHealth(connection.hostId, serviceId) : true;
    if (!isWell) failing.push(serviceId);
  }
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

/** Everything that a killed rebuild made: its label names it, and its mark says that it never ended. */
async function removeLeftovers(docker: Docker, leftoverId: string | null): Promise<void> {
  if (leftoverId === null) return;
  const filters = { label: [`${rebuildLabel}=${leftoverId}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await docker.getContainer(Id).remove({ force: true });
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
  const { Volumes } = await docker.listVolumes({ filters });
  // The mark goes last: cut off here, the next one goes on.
  for (const { Name } of Volumes) if (Name !== unfinishedVolume) await docker.getVolume(Name).remove();
  await docker.getVolume(unfinishedVolume).remove();
}

async function takeBack(undo: readonly Undo[], log: Log): Promise<void> {
  for (const step of [...undo].reverse()) {
    try {
      await step();
    } catch (error) {
      // The mark and the labels are still there: the next rebuild removes it.
      log.warn('something of a failed rebuild could not be removed', { error: plainDetail(error) });
    }
  }
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
  { plan }: PlannedRebuild,
  undo: Undo[],
): Promise<void> {
  const image = kit.containers[0]?.imageId ?? '';
  for (const { content, ...file } of kit.files) {
    const state = plan.files.find(({ path }) => path === file.path)?.state ?? 'absent';
    if (state === 'same') continue;
    const path = state === 'other' ? `${file.path}.ronda` : file.path;
    await makeServerFolder(docker, image, posix.dirname(path));
    await writeServerFile(docker, image, { ...file, path, content: Buffer.from(content, 'base64') });
    undo.push(() => removeServerFile(docker, image, path));
  }
}

const bytesOf = ({ archive, databases }: VolumeFill): number =>
  databases.reduce((sum, { backup }) => sum + backup.bytes, archive?.bytes ?? 0);

async function fillVolume(
  deps: RebuildDeps,
  docker: Docker,
  { container, mount, archive, databases }: VolumeFill,
  { id, hostName, far }: { readonly id: string; readonly hostName: string; readonly far: boolean },
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  // Several volumes at once: what is checked of one beside the others is no phase of the whole.
  const report = (): void => undefined;
  if (!archive && databases.length === 0) return;
  if (mount.Type === 'bind') await makeServerFolder(docker, container.imageId, mount.Source);
  const spec = {
    restoreId: id,
    hostName,
    imageId: container.imageId,
    image: container.image,
    mount: { ...mount, RW: true },
    path: mount.Destination,
  };
  if (archive) {
    const helper = await startHelper(docker, spec, signal, far);
    try {
      await withVerified(
        { ...deps, catalogue: deps.archives, now: deps.clock.now },
        archive.id,
        report,
        signal,
        async ({ summary, file, refusal }) => {
          if (!summary) throw refusal ?? new RondaError('archive.not-found');
          await putChecked(helper, mount.Destination, { path: file, root: summary.root }, onBytes, signal);
        },
      );
      await commitArchive(helper);
    } finally {
      await helper.remove();
    }
  }
  for (const { path, backup } of databases) {
    const helper = await startHelper(docker, { ...spec, path }, signal, far);
    const opened = await openIntact({ ...deps, now: deps.clock.now }, backup.id, report, signal);
    try {
      const { manifest } = await deps.catalogue.locate(backup.id);
      const { uid, gid, mode } = manifest.owner ?? { uid: 0, gid: 0, mode: 0o644 };
      const name = `${posix.basename(path)}.ronda-new-${id}`;
      await helper.upload(opened.file, { name, bytes: backup.bytes, uid, gid, mode }, onBytes, signal);
      const owner = [`${uid}:${gid}`, mode.toString(8)];
      await helper.run('prepare', prepareNew, [String(backup.bytes), manifest.sha256, ...owner]);
      // An archive of the live volume may have brought a torn one with its side files: they go.
      await helper.run('swap', swapIn);
      await helper.run('discard', discardOld);
    } finally {
      await opened.close();
      await helper.remove();
    }
  }
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
