import type Docker from 'dockerode';
import { type HelperSpec, type RestoreHelper, withHelper } from '../restore/restore-helper.ts';
import type { VolumeFill } from './kit-material.ts';
import type { RebuildKit } from './rebuild-kit.ts';
import { rebuildLabel } from './rebuild-marks.ts';
import { makeServerFolder } from './server-files.ts';

interface Rebuild {
  readonly id: string;
  readonly hostName: string;
}

const firstEntry = 'ls -A "$1" | head -n 1';
const removeAll = 'rm -rf "$1"/* "$1"/.[!.]* "$1"/..?*; sync';

/** The helper that fills what a fill is for. */
export function helperSpec(
  { container, mount }: Pick<VolumeFill, 'container' | 'mount'>,
  { id, hostName }: Rebuild,
): HelperSpec {
  const { imageId, image } = container;
  return { restoreId: id, hostName, imageId, image, mount: { ...mount, RW: true }, path: mount.Destination };
}

/** Makes the folder of a fill where it is not there. */
export function makeFolder(docker: Docker, { container, mount }: VolumeFill, id: string): Promise<void> {
  return makeServerFolder(docker, container.imageId, mount.Source, { [rebuildLabel]: id });
}

async function withFolder<T>(
  docker: Docker,
  fill: VolumeFill,
  rebuild: Rebuild,
  signal: AbortSignal,
  work: (helper: RestoreHelper) => Promise<T>,
): Promise<T> {
  await makeFolder(docker, fill, rebuild.id);
  return withHelper(docker, helperSpec(fill, rebuild), signal, work);
}

const isEmpty = async (helper: RestoreHelper): Promise<boolean> =>
  (await helper.run('look', firstEntry)) === '';

/** Where a volume lies when not in the engine's own folder: in one of the server's, or on another machine. */
function deviceOf(
  { volumes }: RebuildKit,
  { mount }: VolumeFill,
): { path: string; isFolder: boolean } | null {
  if (mount.Type !== 'volume') return null;
  const { device, o = '' } = volumes.find(({ name }) => name === mount.Name)?.options ?? {};
  if (!device) return null;
  return {
    path: device,
    isFolder: device.startsWith('/') && o.split(',').some((each) => /^r?bind$/.test(each)),
  };
}

/**
 * The folders of the server that the fills go into, an outer one before those in it: those that are mounted as such, and
 * those that a volume only names. Such a volume is gone with its engine, and what lies in the folder is not.
 */
export function foldersOf(kit: RebuildKit, fills: readonly VolumeFill[]): VolumeFill[] {
  const folders = fills.flatMap((fill): VolumeFill[] => {
    if (fill.archive === null && fill.databases.length === 0) return [];
    if (fill.mount.Type === 'bind') return [fill];
    const device = deviceOf(kit, fill);
    return device?.isFolder ? [{ ...fill, mount: { ...fill.mount, Type: 'bind', Source: device.path } }] : [];
  });
  return folders.sort((a, b) => (a.mount.Source < b.mount.Source ? -1 : 1));
}

/** Those of the folders that lie in another one, which replaces all that is in it when it is filled. */
export function innerOf(folders: readonly VolumeFill[]): VolumeFill[] {
  return folders.filter(({ mount }) =>
    folders.some((other) => mount.Source.startsWith(`${other.mount.Source.replace(/\/$/, '')}/`)),
  );
}

/** Those whose volume lies on another machine, which need not have burned down. */
export function elsewhere(kit: RebuildKit, fills: readonly VolumeFill[]): VolumeFill[] {
  return fills.filter((fill) => deviceOf(kit, fill)?.isFolder === false);
}

/** Whether nothing is in a volume, which is there. */
export function isVolumeEmpty(
  docker: Docker,
  fill: VolumeFill,
  rebuild: Rebuild,
  signal: AbortSignal,
): Promise<boolean> {
  return withHelper(docker, { ...helperSpec(fill, rebuild), asItIs: true }, signal, isEmpty);
}

/** Whether nothing is in a folder of the server that is to be filled. It is made where it is not there. */
export function isFolderEmpty(
  docker: Docker,
  fill: VolumeFill,
  rebuild: Rebuild,
  signal: AbortSignal,
): Promise<boolean> {
  return withFolder(docker, fill, rebuild, signal, isEmpty);
}

/** Removes what a rebuild itself has put into a folder that was empty before. */
export async function emptyFolder(
  docker: Docker,
  fill: VolumeFill,
  rebuild: Rebuild,
  signal: AbortSignal,
): Promise<void> {
  await withFolder(docker, fill, rebuild, signal, (helper) => helper.run('clean-up', removeAll));
}
