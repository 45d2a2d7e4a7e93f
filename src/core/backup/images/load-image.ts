import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import { type Pack, pack } from 'tar-stream';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { tarForLine } from '../tar-transfer.ts';
import { checkContent, checkWithoutKey, listBlobs, readBlob } from './blob-files.ts';
import { contentsOf, type ImageIndex } from './image-index.ts';
import { splitReference } from './push-image.ts';

/**
 * Reads every content of a saved image and compares size and sha256.
 * @param how `file`: where an encrypted one cannot be opened now, its file alone is compared
 * @throws RondaError `images.damaged` when one is missing or another, `backup.key-locked`, `backup.key-missing`
 */
export async function verifyImage(
  stored: OpenStoredDeps,
  index: ImageIndex,
  blobFolder: string,
  signal: AbortSignal,
  onBytes: (count: number) => void,
  how: 'content' | 'file' = 'content',
): Promise<void> {
  const blobs = await listBlobs(blobFolder);
  for (const [sha256, bytes] of contentsOf(index)) {
    const blob = blobs.get(sha256);
    try {
      if (!blob) throw new Error('a layer is missing');
      await checkContent(stored, blobFolder, blob, bytes, signal, onBytes).catch((error: unknown) => {
        if (how === 'content' || !isWithoutKey(error)) throw error;
        return checkWithoutKey(stored, join(blobFolder, blob.name), blob, bytes, signal);
      });
    } catch (error) {
      signal.throwIfAborted();
      if (isWithoutKey(error) || (error instanceof RondaError && error.code === 'backup.no-space'))
        throw error;
      const params = { reference: index.reference, detail: plainDetail(error) };
      throw new RondaError('images.damaged', params, { cause: error });
    }
  }
}

const isWithoutKey = (error: unknown): boolean =>
  error instanceof RondaError && /^backup\.key-(locked|missing)$/.test(error.code);

/** The tar that the engine once gave, put together again from its contents. */
export function rebuildImageTar(
  stored: OpenStoredDeps,
  index: ImageIndex,
  blobFolder: string,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Pack {
  const tar = pack();
  const write = async (): Promise<void> => {
    const blobs = await listBlobs(blobFolder);
    for (const { name, type, mode, bytes, linkname, sha256 } of index.entries) {
      signal.throwIfAborted();
      if (sha256 === null) {
        tar.entry({ name, type, mode, ...(linkname === null ? {} : { linkname }) });
        continue;
      }
      const blob = blobs.get(sha256);
      if (!blob) throw new RondaError('images.damaged', { reference: index.reference, detail: name });
      const entry = tar.entry({ name, type, mode, size: bytes });
      await pipeline(
        readBlob(stored, blobFolder, blob, bytes, signal),
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            onBytes(chunk.length);
            yield chunk;
          }
        },
        entry,
        { signal },
      );
    }
    tar.finalize();
  };
  write().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  return tar;
}

/**
 * Loads a saved image into an engine, after it was verified whole, under every tag it had.
 * @param far over a line that is slower than packing
 * @returns the id the engine gave it
 * @throws RondaError `images.damaged`, `backup.key-locked`, `backup.key-missing` (nothing was sent then); Error with what the engine answered
 */
export async function loadImage(
  stored: OpenStoredDeps,
  docker: Docker,
  index: ImageIndex,
  blobFolder: string,
  onBytes: { readonly verified: (count: number) => void; readonly sent: (count: number) => void },
  signal: AbortSignal,
  far = false,
): Promise<string> {
  await verifyImage(stored, index, blobFolder, signal, onBytes.verified);
  const tar = rebuildImageTar(stored, index, blobFolder, onBytes.sent, signal);
  try {
    const source = tarForLine(Readable.from(tar), far);
    // An answer may never come when the source fails: its own failure ends the wait.
    const failed = new Promise<never>((_resolve, reject) => source.once('error', reject));
    const answer = await Promise.race([docker.loadImage(source, { quiet: true }), failed]);
    let said = '';
    for await (const chunk of answer) if (said.length < 65_536) said += chunk.toString();
    // The engine answers 200 first and tells a failure in the stream.
    if (said.includes('"errorDetail"')) throw new Error(plainDetail(said));
    const { Id } = await docker.getImage(index.reference).inspect();
    // The tar holds the one tag that it was asked for by.
    for (const tag of index.tags) {
      if (tag !== index.reference) await docker.getImage(Id).tag(splitReference(tag));
    }
    return Id;
  } finally {
    tar.destroy();
  }
}
