import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, zstdDecompress } from 'node:zlib';
import type { z } from 'zod';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import {
  blockBytes,
  ExportEnd,
  type ExportFailure,
  type ExportHeader,
  ExportStart,
  ExportWal,
  exportMagic,
  maxJsonBlock,
} from './export-protocol.ts';

export type ExportRefusal = z.infer<typeof ExportFailure>['error'];

/** Opens the stream of an export: its header, or why the container refuses. */
export async function openExport(
  stdout: AsyncIterable<Buffer>,
): Promise<{ reader: ByteReader; start: ExportHeader | { refusal: ExportRefusal } }> {
  const reader = createByteReader(stdout);
  const magic = await reader.take(exportMagic.length);
  if (magic.toString('latin1') !== exportMagic) throw new Error('something else answered');
  const start = ExportStart.parse(await takeJson(reader));
  return { reader, start: 'error' in start ? { refusal: start.error } : start };
}

async function takeJson(reader: ByteReader): Promise<unknown> {
  const length = (await reader.take(4)).readUInt32BE(0);
  if (length > maxJsonBlock) throw new Error(`a block of ${length} bytes`);
  return JSON.parse((await reader.take(length)).toString('utf8'));
}

const unpack = { zstd: promisify(zstdDecompress), brotli: promisify(brotliDecompress) };

/** Hands on the next packed block of a file. What would unpack to more than is left is refused, however small it came. */
async function passBlock(
  reader: ByteReader,
  left: number,
  packing: Exclude<ExportHeader['packing'], 'none'>,
  take: (chunk: Buffer) => Promise<void>,
): Promise<number> {
  const length = (await reader.take(4)).readUInt32BE(0);
  const wanted = Math.min(blockBytes, left);
  if (length === 0 || length > wanted) throw new Error(`a packed block of ${length} bytes`);
  if (length === wanted) {
    await reader.pass(length, take);
    return length;
  }
  const block = await unpack[packing](await reader.take(length), { maxOutputLength: wanted });
  if (block.length !== wanted) throw new Error(`a block of ${block.length} bytes, expected ${wanted}`);
  await take(block);
  return block.length;
}

/** Writes exactly so many bytes of the stream into a new file; `onBytes` hears how many came since it last did. */
export async function takeFile(
  reader: ByteReader,
  path: string,
  length: number,
  packing: ExportHeader['packing'],
  onBytes: (count: number) => void,
): Promise<void> {
  const file = createWriteStream(path, {
    flags: 'wx',
    mode: 0o600,
    highWaterMark: 1024 * 1024,
    // By the descriptor that wrote: the kernel tells a failed write-back once, and an fsync later by another hears nothing.
    flush: true,
  });
  // Its error is thrown below or by `finished`; until then nobody else listens.
  let failure: Error | null = null;
  file.on('error', (error) => {
    failure = error;
  });
  try {
    const take = async (chunk: Buffer): Promise<void> => {
      if (failure) throw failure;
      onBytes(chunk.length);
      // Rejects with the file's error where there is one.
      if (!file.write(chunk)) await once(file, 'drain');
    };
    if (packing === 'none') await reader.pass(length, take);
    else for (let left = length; left > 0; ) left -= await passBlock(reader, left, packing, take);
    file.end();
    await finished(file);
  } catch (error) {
    file.destroy();
    throw failure ?? error;
  }
}

/**
 * Receives the database, and its `-wal` beside it unless that began anew while it was read.
 * @throws Error when the stream ends before the script said that it was done
 */
export async function receiveExport(
  reader: ByteReader,
  header: ExportHeader,
  path: string,
  onBytes: (count: number) => void,
): Promise<{ hasWal: boolean }> {
  await takeFile(reader, path, header.dbBytes, header.packing, onBytes);
  const { walBytes } = ExportWal.parse(await takeJson(reader));
  const partialWal = `${path}.wal-part`;
  await takeFile(reader, partialWal, walBytes, header.packing, onBytes);
  const { walRestarted } = ExportEnd.parse(await takeJson(reader));
  if (walRestarted || walBytes === 0) {
    await rm(partialWal);
    return { hasWal: false };
  }
  await rename(partialWal, `${path}-wal`);
  return { hasWal: true };
}
