import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { RondaError } from '../../../shared/errors.ts';
import { systemCode } from '../../platform/plain-detail.ts';
import { requireSpace } from '../durable-files.ts';
import { type OpenStoredDeps, removeLeftOpened } from '../stored/open-stored.ts';

/**
 * A content of an image on the disk: compressed with zstd and named by the sha256 of the content itself. An encrypted
 * one carries, too, the beginning of the sha256 of its file, so that damage is found without a key.
 */
export interface BlobFile {
  readonly name: string;
  readonly sha256: string;
  /** Of the file. */
  readonly bytes: number;
  /** The beginning of the sha256 of an encrypted file; null: it is not encrypted. */
  readonly sealed: string | null;
}

const pattern = /^([0-9a-f]{64})(?:\.([0-9a-f]{32})\.zst\.age|\.zst)$/;

/** What an encrypted content's file is called. */
export function sealedName(sha256: string, fileSha256: string): string {
  return `${sha256}.${fileSha256.slice(0, 32)}.zst.age`;
}

/** All contents in a folder, one file each: where a cut left two, the encrypted one. */
export async function listBlobs(folder: string): Promise<ReadonlyMap<string, BlobFile>> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const blobs = new Map<string, BlobFile>();
  for (const name of names) {
    const [, sha256, sealed = null] = pattern.exec(name) ?? [];
    if (sha256 === undefined || (blobs.has(sha256) && sealed === null)) continue;
    const bytes = (await stat(join(folder, name)).catch(() => null))?.size;
    if (bytes !== undefined) blobs.set(sha256, { name, sha256, bytes, sealed });
  }
  return blobs;
}

/** Removes the files that a content has beside the one that counts. */
export async function removeOtherForms(
  folder: string,
  { sha256, name }: Pick<BlobFile, 'sha256' | 'name'>,
): Promise<void> {
  for (const other of await readdir(folder))
    if (other !== name && pattern.exec(other)?.[1] === sha256) await rm(join(folder, other), { force: true });
}

/** Removes what killed processes left: half contents, and layers in the clear. Call it under the host's lock. */
export async function removeLeftBlobs(folder: string): Promise<void> {
  await removeLeftOpened(folder);
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.part')))
    await rm(join(folder, name), { force: true });
}

/**
 * The content itself, piece by piece. An encrypted one is unpacked beside it for as long as it is read, readable for
 * its owner only.
 * @param bytes what it has to be: one that unpacks to more would fill the disk
 * @throws RondaError `backup.key-locked`, `backup.key-missing`, `backup.no-space`; Error when it is damaged
 */
export async function* readBlob(
  { inspector, keys }: OpenStoredDeps,
  folder: string,
  { name, sealed }: BlobFile,
  bytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const path = join(folder, name);
  if (sealed === null) {
    yield* decompressed(path, signal);
    return;
  }
  const decryptWith = await keys.forOpening();
  const opened = join(folder, `.opened-${process.pid}-${randomUUID()}`);
  try {
    await mkdir(opened, { mode: 0o700 });
    await requireSpace(opened, bytes);
    const file = join(opened, 'content');
    const how = { isCompressed: true, decryptWith, maxBytes: bytes };
    const { problem } = await inspector.unpack(path, file, how, { signal, bytes });
    if (problem === 'no-key') throw new RondaError('backup.key-missing', { file: name });
    if (problem !== '') throw new Error(problem);
    for await (const chunk of createReadStream(file, { signal })) yield chunk;
  } finally {
    await rm(opened, { recursive: true, force: true });
  }
}

async function* decompressed(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const plain = createZstdDecompress();
  const piped = pipeline(file, plain, { signal });
  // Heard below, where the reader is.
  piped.catch(() => undefined);
  try {
    for await (const chunk of plain) yield chunk;
    await piped;
  } finally {
    file.destroy();
    plain.destroy();
  }
}

const other = (): Error => new Error('a layer has another content');

/**
 * Compares a content with its name: size and sha256.
 * @throws Error when it is damaged, and as `readBlob` does
 */
export async function checkContent(
  stored: OpenStoredDeps,
  folder: string,
  blob: BlobFile,
  bytes: number,
  signal: AbortSignal,
  onBytes?: (count: number) => void,
): Promise<void> {
  await compare(readBlob(stored, folder, blob, bytes, signal), blob, bytes, signal, onBytes);
}

/**
 * Compares what can be compared without a key: a plain content with its name, an encrypted file with the beginning of
 * its own sha256.
 * @param path where it lies, whatever it is called there
 * @throws Error when it is damaged
 */
export async function checkWithoutKey(
  { inspector }: Pick<OpenStoredDeps, 'inspector'>,
  path: string,
  blob: BlobFile,
  bytes: number,
  signal: AbortSignal,
): Promise<void> {
  if (blob.sealed !== null) {
    const { sha256 } = await inspector.hash(path, { signal, bytes: blob.bytes });
    if (!sha256.startsWith(blob.sealed)) throw other();
    return;
  }
  await compare(decompressed(path, signal), blob, bytes, signal);
}

async function compare(
  content: AsyncIterable<Buffer>,
  { sha256 }: BlobFile,
  bytes: number,
  signal: AbortSignal,
  onBytes: (count: number) => void = () => undefined,
): Promise<void> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const chunk of content) {
    signal.throwIfAborted();
    hash.update(chunk);
    read += chunk.length;
    onBytes(chunk.length);
    // A content that unpacks to more than it should would fill no disk, but take for ever.
    if (read > bytes) throw other();
  }
  if (read !== bytes || hash.digest('hex') !== sha256) throw other();
}
