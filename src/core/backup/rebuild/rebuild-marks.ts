import type Docker from 'dockerode';
import { z } from 'zod';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';

/** Names everything that a rebuild makes, so that the next one can tell what an interrupted one left. */
export const rebuildLabel = 'org.ronda.rebuild';
/** A volume of this name stands for as long as a rebuild has not ended. */
export const unfinishedVolume = 'ronda-rebuild-unfinished';

/** Carries the record, as JSON. */
const groundLabel = 'org.ronda.rebuild.ground';
const groundVolume = `${unfinishedVolume}-ground`;

/**
 * What a rebuild found when it came: the places where nothing was. Volumes and containers carry our label; files and
 * folders of the server cannot, and so the next rebuild could not tell what a killed one half made of them.
 */
const RebuildGround = z.object({
  /** Paths of files that were not there. */
  files: z.array(z.string()),
  /** Folders that were empty or not there. */
  folders: z.array(z.string()),
});
export type RebuildGround = z.infer<typeof RebuildGround>;

/** What the interrupted rebuild of this id recorded, or null when it did not come so far. */
export async function readGround(docker: Docker, id: string): Promise<RebuildGround | null> {
  try {
    const { Labels } = await docker.getVolume(groundVolume).inspect();
    if (Labels?.[rebuildLabel] !== id) return null;
    return RebuildGround.parse(JSON.parse(Labels[groundLabel] ?? ''));
  } catch (error) {
    if (dockerStatus(error) === 404) return null;
    throw error;
  }
}

/** Call it before the first file or folder is touched. */
export async function recordGround(docker: Docker, id: string, ground: RebuildGround): Promise<void> {
  const Labels = { [rebuildLabel]: id, [groundLabel]: JSON.stringify(ground) };
  await docker.createVolume({ Name: groundVolume, Labels });
}

/** Takes the record away, and then the mark that a rebuild has not ended. */
export async function removeMarks(docker: Docker): Promise<void> {
  for (const name of [groundVolume, unfinishedVolume]) {
    try {
      await docker.getVolume(name).remove();
    } catch (error) {
      // One that did not come so far has no record.
      if (dockerStatus(error) !== 404) throw error;
    }
  }
}

/** The names of both: what stays as long as a rebuild has not ended. */
export const markVolumes: ReadonlySet<string> = new Set([groundVolume, unfinishedVolume]);
