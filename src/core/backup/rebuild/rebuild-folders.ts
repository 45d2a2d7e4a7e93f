import type Docker from 'dockerode';
import { type HelperSpec, type RestoreHelper, startHelper } from '../restore/restore-helper.ts';
import type { VolumeFill } from './kit-material.ts';
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

async function withFolder<T>(
  docker: Docker,
  fill: VolumeFill,
  rebuild: Rebuild,
  signal: AbortSignal,
  work: (helper: RestoreHelper) => Promise<T>,
): Promise<T> {
  const { container, mount } = fill;
  await makeServerFolder(docker, container.imageId, mount.Source, { [rebuildLabel]: rebuild.id });
  const helper = await startHelper(docker, helperSpec(fill, rebuild), signal);
  try {
    return await work(helper);
  } finally {
    await helper.remove();
  }
}

/** Whether nothing is in a folder of the server that is to be filled. It is made where it is not there. */
export function isFolderEmpty(
  docker: Docker,
  fill: VolumeFill,
  rebuild: Rebuild,
  signal: AbortSignal,
): Promise<boolean> {
  return withFolder(
    docker,
    fill,
    rebuild,
    signal,
    async (helper) => (await helper.run('look', firstEntry)) === '',
  );
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
