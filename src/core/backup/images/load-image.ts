import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import type Docker from 'dockerode';
import { type Pack, pack } from 'tar-stream';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { tarForLine } from '../tar-transfer.ts';
import { blobPath, type ImageIndex } from './image-index.ts';
import { splitReference } from './push-image.ts';

/**
 * Reads every content of a saved image and compares size and sha256.
 * @throws RondaError `images.damaged` when one is missing or another
 */
export async function verifyImage(
  index: ImageIndex,
  blobFolder: string,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<void> {
  for (const { sha256, bytes } of index.entries) {
    if (sha256 === null) continue;
    const hash = createHash('sha256');
    let read = 0;
    try {
      await pipeline(
        createReadStream(blobPath(blobFolder, sha256)),
        createZstdDecompress(),
        async (chunks: AsyncIterable<Buffer>) => {
          for await (const chunk of chunks) {
            hash.update(chunk);
            read += chunk.length;
            onBytes(chunk.length);
            // A content that unpacks to more than it should would fill no disk, but take for ever.
            if (read > bytes) throw new Error('a layer has another content');
          }
        },
        { signal },
      );
      if (read !== bytes || hash.digest('hex') !== sha256) throw new Error('a layer has another content');
    } catch (error) {
      signal.throwIfAborted();
      const params = { reference: index.reference, detail: plainDetail(error) };
      throw new RondaError('images.damaged', params, { cause: error });
    }
  }
}

/** The tar that the engine once gave, put together again from its contents. */
export function rebuildImageTar(
  index: ImageIndex,
  blobFolder: string,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Pack {
  const tar = pack();
  const write = async (): Promise<void> => {
    for (const { name, type, mode, bytes, linkname, sha256 } of index.entries) {
      signal.throwIfAborted();
      if (sha256 === null) {
        tar.entry({ name, type, mode, ...(linkname === null ? {} : { linkname }) });
        continue;
      }
      const entry = tar.entry({ name, type, mode, size: bytes });
      await pipeline(
        createReadStream(blobPath(blobFolder, sha256)),
        createZstdDecompress(),
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
 * @throws RondaError `images.damaged` (nothing was sent then); Error with what the engine answered
 */
export async function loadImage(
  docker: Docker,
  index: ImageIndex,
  blobFolder: string,
  onBytes: { readonly verified: (count: number) => void; readonly sent: (count: number) => void },
  signal: AbortSignal,
  far = false,
): Promise<string> {
  await verifyImage(index, blobFolder, signal, onBytes.verified);
  const tar = rebuildImageTar(index, blobFolder, onBytes.sent, signal);
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
