import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import type Docker from 'dockerode';
import { type ArchiveSummary, inspectArchive } from './inspect-archive.ts';

/** The frame's own checksum: `zstd -t` finds a flipped bit, too, without Ronda. */
const compression = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};

/**
 * Takes a folder of a container, running or stopped, as a tar with owner and mode; its entries begin with `./`. What
 * changes meanwhile is read as it is at that moment: a database in it is no backup.
 * @param target a new file, `.tar.zst`; it is removed when anything fails
 * @param onBytes hears the tar's uncompressed bytes as they come
 * @throws Error when the container or folder is not there, the link breaks, the disk is full, or the signal fires
 */
export async function takeArchive(
  docker: Docker,
  source: { readonly containerId: string; readonly folder: string },
  target: string,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<ArchiveSummary> {
  // Before all else: a file that stands there is not ours, and what fails from here on is removed.
  const handle = await open(target, 'wx', 0o600);
  const file = handle.createWriteStream({ flush: true });
  const seen = new PassThrough();
  try {
    const answer = await docker
      .getContainer(source.containerId)
      .getArchive({ path: `${source.folder.replace(/\/+$/, '')}/.`, abortSignal: signal });
    const inspected = inspectArchive(seen, signal);
    const written = pipeline(
      answer instanceof Readable ? answer : Readable.from(answer),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          onBytes(chunk.length);
          // Ended by a damaged tar: neither `drain` nor `close` would come any more.
          if (seen.destroyed) throw new Error('the archive could not be read');
          // The inspection reads along; it never gets ahead of the disk, nor the disk of it.
          if (!seen.write(chunk)) {
            await new Promise<void>((resolve, reject) => {
              seen.once('drain', resolve);
              seen.once('close', () => reject(new Error('the archive could not be read')));
            });
          }
          yield chunk;
        }
        seen.end();
      },
      createZstdCompress(compression),
      file,
      { signal },
    ).catch((error: unknown) => {
      seen.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
    const [summary] = await Promise.all([inspected, written]);
    return summary;
  } catch (error) {
    file.destroy();
    await rm(target, { force: true });
    throw error;
  }
}

/** The uncompressed tar of a `.tar.zst`. Errors of the file come out of the stream. */
export function openArchive(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: 512 * 1024 });
  const tar = createZstdDecompress();
  file.on('error', (error) => tar.destroy(error));
  tar.on('close', () => file.destroy());
  return file.pipe(tar);
}
