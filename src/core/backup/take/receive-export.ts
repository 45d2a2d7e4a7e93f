import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { z } from 'zod';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { requireSpace } from '../durable-files.ts';
import { openDurable } from '../durable-writer.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import type { Taken } from './container-script.ts';
import {
  ExportEnd,
  type ExportFailure,
  type ExportHeader,
  ExportStart,
  ExportWal,
  exportMagic,
  maxJsonBlock,
} from './export-protocol.ts';
import type { Incoming } from './keep-copy.ts';

/** Puts a database file at a path, of so many bytes at least. */
export type FetchApart = (
  path: string,
  leastBytes: number,
  onBytes: (count: number) => void,
) => Promise<void>;

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

/** The next JSON block. @throws Error for one that is too long or no JSON */
export async function takeJson(reader: ByteReader): Promise<unknown> {
  const length = (await reader.take(4)).readUInt32BE(0);
  if (length > maxJsonBlock) throw new Error(`a block of ${length} bytes`);
  return JSON.parse((await reader.take(length)).toString('utf8'));
}

/** Writes exactly so many bytes of the stream into a new file; `onBytes` hears how many came since it last did. */
export async function takeFile(
  reader: ByteReader,
  path: string,
  length: number,
  onBytes: (count: number) => void,
): Promise<void> {
  const file = await openDurable(path);
  // Its error is thrown below or by `finished`; until then nobody else listens.
  let failure: Error | null = null;
  file.on('error', (error) => {
    failure = error;
  });
  try {
    await reader.pass(length, async (chunk) => {
      if (failure) throw failure;
      onBytes(chunk.length);
      // Rejects with the file's error where there is one.
      if (!file.write(chunk)) await once(file, 'drain');
    });
    file.end();
    await finished(file);
  } catch (error) {
    file.destroy();
    throw failure ?? error;
  }
}

/**
 * Receives the database, and its `-wal` beside it unless that began anew while it was read.
 * @param fetchApart gets the database where the header says that it does not come by itself, and tells the script
 * @throws Error when the stream ends before the script said that it was done
 */
export async function receiveExport(
  reader: ByteReader,
  header: ExportHeader,
  path: string,
  onBytes: (count: number) => void,
  fetchApart: FetchApart,
): Promise<{ hasWal: boolean }> {
  if (header.isApart) await fetchApart(path, header.dbBytes, onBytes);
  else await takeFile(reader, path, header.dbBytes, onBytes);
  const { walBytes } = ExportWal.parse(await takeJson(reader));
  const partialWal = `${path}.wal-part`;
  await takeFile(reader, partialWal, walBytes, onBytes);
  const { walRestarted } = ExportEnd.parse(await takeJson(reader));
  if (walRestarted || walBytes === 0) {
    await rm(partialWal);
    return { hasWal: false };
  }
  await rename(partialWal, `${path}-wal`);
  return { hasWal: true };
}

/** Receives both files into the place of an incoming copy, if there is room. */
export async function takeFiles(
  reader: ByteReader,
  start: ExportHeader,
  incoming: Incoming,
  enter: (progress: ProgressReport) => void,
  fetchApart: FetchApart = () => Promise.reject(new Error('an answer that nobody asked for')),
): Promise<Taken> {
  const { uid, gid, mode, dbBytes, walBytes } = start;
  const totalBytes = dbBytes + walBytes;
  await requireSpace(incoming.folder, totalBytes);
  let doneBytes = 0;
  const report = (): void => enter({ phase: 'copy', doneBytes, totalBytes: Math.max(totalBytes, doneBytes) });
  report();
  await receiveExport(
    reader,
    start,
    incoming.file,
    (count) => {
      doneBytes += count;
      report();
    },
    fetchApart,
  );
  return { method: 'held-read-raw', owner: { uid, gid, mode }, transferredBytes: doneBytes };
}
