import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { dockerStatus } from '../../../hosts/docker/docker-error.ts';
import { isPlainFileMode, pathStat } from '../../path-stat.ts';

const Stat = z.object({
  size: z.number().int().nonnegative(),
  mode: z.number().int().nonnegative(),
  linkTarget: z.string().max(4096).default(''),
});

/** Of Go's `os.FileMode`: a symbolic link. */
const linkBit = 2 ** 27;
const magic = Buffer.from('SQLite format 3\0');

/** Path and size of a plain file of a container, where links lead to; null when there is none. */
export async function findPlainFile(
  docker: Docker,
  containerId: string,
  path: string,
  signal: AbortSignal,
  isLinked = false,
): Promise<{ readonly path: string; readonly bytes: number } | null> {
  let answer: unknown;
  try {
    answer = await docker.getContainer(containerId).infoArchive({ path, abortSignal: signal });
  } catch (error) {
    if (dockerStatus(error) === 404) return null;
    throw error;
  }
  const stat = Stat.parse(pathStat(answer));
  if (stat.mode & linkBit)
    return isLinked || !stat.linkTarget.startsWith('/')
      ? null
      : findPlainFile(docker, containerId, stat.linkTarget, signal, true);
  return isPlainFileMode(stat.mode) ? { path, bytes: stat.size } : null;
}

/**
 * Reads the beginning of a file, for as long as it takes to tell how fast the way is.
 * @returns bytes a second, and whether it begins like a database; an empty one does
 */
export async function probeFile(
  docker: Docker,
  containerId: string,
  path: string,
  forMs: number,
  signal: AbortSignal,
): Promise<{ readonly bytesPerSecond: number; readonly isDatabase: boolean }> {
  const startedAt = performance.now();
  const answer = await docker.getContainer(containerId).getArchive({ path, abortSignal: signal });
  const tar = answer instanceof Readable ? answer : Readable.from(answer);
  const entries = extract();
  tar.on('error', (error) => entries.destroy(error));
  tar.pipe(entries);
  let bytes = 0;
  let head = Buffer.alloc(0);
  try {
    reading: for await (const entry of entries) {
      for await (const chunk of entry as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (head.length < magic.length) head = Buffer.concat([head, chunk.subarray(0, 16)]);
        if (performance.now() - startedAt > forMs) break reading;
      }
    }
  } finally {
    tar.unpipe(entries);
    tar.destroy();
    entries.destroy();
  }
  const seconds = Math.max(0.001, (performance.now() - startedAt) / 1000);
  return {
    bytesPerSecond: Math.max(1, Math.round(bytes / seconds)),
    isDatabase: bytes === 0 || head.subarray(0, magic.length).equals(magic),
  };
}
