import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import type { Inspector } from '../inspect/inspector.ts';
import type { EncryptTo } from '../stored/pack-file.ts';
import { listBlobs, removeLeftBlobs, removeOtherForms, sealedName } from './blob-files.ts';
import { ImageIndex } from './image-index.ts';

const compression = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};

/** Manifests, configurations and padding come on top of the layers. */
const slackBytes = 256 * 1024 * 1024;
const maxEntries = 20_000;

/** Keeps a content under its sha256; one that lies there already is not kept twice. */
async function keepBlob(
  { inspector, encryptTo }: KeepBlobs,
  content: AsyncIterable<Buffer>,
  folder: string,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<{ sha256: string; isNew: boolean }> {
  const hash = createHash('sha256');
  const partial = join(folder, `${randomUUID()}.part`);
  const sealed = `${partial}.age.part`;
  const handle = await open(partial, 'wx', 0o600);
  const file = handle.createWriteStream({ flush: true });
  let bytes = 0;
  try {
    await pipeline(
      content,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          bytes += chunk.length;
          onBytes(chunk.length);
          yield chunk;
        }
      },
      createZstdCompress(compression),
      file,
      { signal },
    );
    const sha256 = hash.digest('hex');
    let name = `${sha256}.zst`;
    if (encryptTo) {
      const packed = await inspector.pack(partial, sealed, { compress: false, encryptTo }, { signal, bytes });
      name = sealedName(sha256, packed.sha256);
    }
    const isNew = !(await listBlobs(folder)).has(sha256);
    // The fresh copy replaces an older one: that may have rotted since, or lie there in the clear.
    await rename(encryptTo ? sealed : partial, join(folder, name));
    await removeOtherForms(folder, { sha256, name });
    return { sha256, isNew };
  } finally {
    file.destroy();
    await rm(partial, { force: true });
    await rm(sealed, { force: true });
  }
}

/** How contents are kept. */
export interface KeepBlobs {
  readonly inspector: Pick<Inspector, 'pack'>;
  /** Null: in the clear. */
  readonly encryptTo: EncryptTo | null;
}

/**
 * Saves an image of the engine, as a stream, content by content. When it is cut off, the contents that were whole by
 * then stay and are used by the next try; a half one does not.
 * @returns the index, and how many of its contents were not in the folder before
 * @throws Error when there is no such image, the link breaks, the disk is full, or the signal fires
 */
export async function saveImage(
  keep: KeepBlobs,
  docker: Docker,
  reference: string,
  blobFolder: string,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<{ index: ImageIndex; newBlobs: number }> {
  signal.throwIfAborted();
  const image = docker.getImage(reference);
  const { Id, RepoTags, RepoDigests, Size } = await image.inspect();
  let room = 2 * Size + slackBytes;
  await mkdir(blobFolder, { recursive: true, mode: 0o700 });
  await removeLeftBlobs(blobFolder);
  const answer = await image.get();
  const tar = answer instanceof Readable ? answer : Readable.from(answer);
  const reader = extract();
  const onAbort = (): void => void tar.destroy(new Error('aborted'));
  tar.on('error', (error) => reader.destroy(error));
  tar.on('close', () => {
    if (!tar.readableEnded) reader.destroy(new Error('the image ends early'));
  });
  signal.addEventListener('abort', onAbort, { once: true });
  const entries: unknown[] = [];
  let newBlobs = 0;
  try {
    tar.pipe(reader);
    for await (const entry of reader) {
      const { name, type, mode, size, linkname } = entry.header;
      // The engine announced its size: one that never stops sending fills the laptop's disk.
      room -= size ?? 0;
      if (room < 0 || entries.length >= maxEntries) throw new Error('far more than the engine announced');
      let sha256: string | null = null;
      if (type === 'file') {
        const kept = await keepBlob(keep, entry as AsyncIterable<Buffer>, blobFolder, onBytes, signal);
        sha256 = kept.sha256;
        if (kept.isNew) newBlobs += 1;
      } else {
        for await (const _chunk of entry);
      }
      entries.push({
        name,
        type,
        mode: (mode ?? 0o644) & 0o7777,
        bytes: size ?? 0,
        linkname: linkname ?? null,
        sha256,
      });
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    tar.destroy();
  }
  const index = ImageIndex.parse({
    format: 'ronda-image/1',
    reference,
    imageId: Id,
    tags: RepoTags ?? [],
    digests: RepoDigests ?? [],
    entries,
  });
  return { index, newBlobs };
}
