import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import type { RebuildPlan } from '../../../shared/domain/rebuild.ts';
import { RondaError } from '../../../shared/errors.ts';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';
import { posixQuote } from '../../hosts/ssh/posix-quote.ts';
import type { HostServices } from '../files/find-sources.ts';
import { gapsOf, imageFor, type Supplies, type VolumeFill } from './kit-material.ts';
import type { RebuildKit } from './rebuild-kit.ts';
import { readGround, rebuildLabel, unfinishedVolume } from './rebuild-marks.ts';
import { fileState, readServerFile } from './server-files.ts';

export interface PlannedRebuild {
  readonly plan: RebuildPlan;
  /** The interrupted rebuild whose things are removed first. */
  readonly leftoverId: string | null;
}

export interface RebuildTarget {
  readonly hostId: string;
  readonly hostName: string;
  readonly hasSameProfile: boolean;
  readonly docker: Docker;
}

async function exists(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}

/**
 * A rebuild as it would happen. Looks only.
 * @throws RondaError `rebuild.incomplete` when an image is missing, `rebuild.not-empty` when the target has any of it
 */
export async function planRebuild(
  kit: RebuildKit,
  host: HostServices,
  fills: readonly VolumeFill[],
  supplies: Supplies,
  target: RebuildTarget,
  signal: AbortSignal,
): Promise<PlannedRebuild> {
  const { docker } = target;
  const gaps = gapsOf(kit, fills, supplies);
  const noImage = gaps.filter(({ kind }) => kind === 'image').map(({ name }) => name);
  if (noImage.length > 0) throw new RondaError('rebuild.incomplete', { names: noImage.join(', ') });

  const leftoverId = await unfinishedOf(docker);
  const isLeftover = (labels: Record<string, string> | null | undefined): boolean =>
    leftoverId !== null && labels?.[rebuildLabel] === leftoverId;
  const inTheWay: string[] = [];
  const leftovers: string[] = [];
  let runsAlready = false;
  const look = (name: string, labels: Record<string, string> | null | undefined): void => {
    (isLeftover(labels) ? leftovers : inTheWay).push(name);
  };
  const names = new Set(kit.containers.map(({ name }) => name));
  for (const { Names, Labels, State } of await docker.listContainers({ all: true, abortSignal: signal })) {
    const name = (Names[0] ?? '').replace(/^\//, '');
    const isOfProject = kit.project !== null && Labels['com.docker.compose.project'] === kit.project;
    if (names.has(name) || isOfProject || isLeftover(Labels)) look(name, Labels);
    if (isLeftover(Labels) && State === 'running') runsAlready = true;
  }
  for (const { name } of kit.volumes) {
    const volume = await docker.getVolume(name).inspect({ abortSignal: signal }).catch(orNothing);
    if (volume) look(name, volume.Labels);
  }
  if (inTheWay.length > 0)
    throw new RondaError('rebuild.not-empty', { host: target.hostName, names: inTheWay.join(', ') });

  const images = await imagesOf(kit, supplies, docker);
  // Without an image there is nothing to look at files with; they are looked at again before they are put.
  const looker = images.find(({ isThere }) => isThere)?.reference ?? null;
  const ground = leftoverId === null ? null : await readGround(docker, leftoverId);
  const files: RebuildPlan['files'] = [];
  for (const { path, content } of kit.files) {
    const there = looker === null ? null : await readServerFile(docker, looker, path, signal);
    const isPlacedByUs = ground?.files.includes(path) ?? false;
    files.push({ path, state: fileState(there, Buffer.from(content, 'base64'), isPlacedByUs) });
  }
  const volumes = fills.map(({ name, archive, databases }) => ({
    name,
    archiveTakenAt: archive?.takenAt ?? null,
    databases: databases.map(({ path, backup }) => ({ path, takenAt: backup.takenAt })),
    bytes: (archive?.bytes ?? 0) + databases.reduce((sum, { backup }) => sum + backup.bytes, 0),
  }));
  const warnings = [
    ...gaps
      .filter(({ kind }) => kind !== 'image')
      .map(({ name, serviceId }) => new RondaError('rebuild.gap', { name: `${serviceId} · ${name}` })),
    ...(target.hasSameProfile ? [] : [new RondaError('rebuild.other-profile', { host: target.hostName })]),
    ...(runsAlready ? [new RondaError('rebuild.leftover-runs', { host: target.hostName })] : []),
    ...byHand(host),
  ];
  const planned = {
    hostId: kit.host.id,
    targetHostId: target.hostId,
    kitTakenAt: Date.parse(kit.takenAt),
    images,
    volumes,
    files,
    containers: kit.containers.map(({ name }) => name),
    leftovers: [...leftovers, ...(leftoverId === null ? [] : [unfinishedVolume])],
    bytes:
      images.reduce((sum, { bytes, isThere }) => sum + (isThere ? 0 : bytes), 0) +
      volumes.reduce((sum, { bytes }) => sum + bytes, 0),
    commands: commandsOf(kit, fills, images),
    warnings: warnings.map((warning) => warning.toShape()),
  };
  const planId = createHash('sha256').update(JSON.stringify(planned)).digest('hex');
  return { plan: { ...planned, planId }, leftoverId };
}

function byHand({ services }: HostServices): RondaError[] {
  const names = services.filter(({ runsAs }) => runsAs !== 'container').map(({ id }) => id);
  return names.length === 0 ? [] : [new RondaError('rebuild.by-hand', { names: names.join(', ') })];
}

function orNothing(error: unknown): null {
  if (dockerStatus(error) === 404) return null;
  throw error;
}

/** The id of an interrupted rebuild, or null. */
async function unfinishedOf(docker: Docker): Promise<string | null> {
  const volume = await docker.getVolume(unfinishedVolume).inspect().catch(orNothing);
  return volume?.Labels?.[rebuildLabel] ?? null;
}

async function imagesOf(kit: RebuildKit, supplies: Supplies, docker: Docker): Promise<RebuildPlan['images']> {
  const images = new Map<string, RebuildPlan['images'][number]>();
  for (const container of kit.containers) {
    const saved = imageFor(container, supplies.images);
    if (!saved || images.has(container.imageId)) continue;
    const isThere = await exists(docker.getImage(container.imageId).inspect());
    images.set(container.imageId, { reference: saved.reference, bytes: saved.bytes, isThere });
  }
  return [...images.values()];
}

const say = (...words: string[]): string =>
  words.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : posixQuote([word]))).join(' ');

/** What it stands for, as an admin would type it; settings of containers are too long to be shown whole. */
function commandsOf(kit: RebuildKit, fills: readonly VolumeFill[], images: RebuildPlan['images']): string[] {
  return [
    ...images
      .filter(({ isThere }) => !isThere)
      .map(({ reference }) => `docker load --quiet < (${reference})`),
    ...kit.files.map(({ path }) => `install -D (${path}) ${say(path)}`),
    ...kit.networks.map(({ name, driver }) => say('docker', 'network', 'create', '--driver', driver, name)),
    ...kit.volumes.map(({ name }) => say('docker', 'volume', 'create', name)),
    ...fills.flatMap(({ name, mount, archive, databases }) => [
      ...(archive ? [`docker cp - ronda-helper:${mount.Destination} < (${archive.file}) # ${name}`] : []),
      ...databases.map(({ path, backup }) => `docker cp (${backup.file}) ronda-helper:${path} # ${name}`),
    ]),
    ...kit.containers.map(
      ({ name, image }) => `${say('docker', 'create', '--name', name)} (its settings) ${say(image)}`,
    ),
    say('docker', 'start', ...kit.containers.filter(({ isRunning }) => isRunning).map(({ name }) => name)),
  ];
}
