import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RondaError } from '../../../shared/errors.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import { requireSpace } from '../durable-files.ts';
import { openDurable } from '../durable-writer.ts';
import type { Incoming } from './keep-copy.ts';

/** https://www.sqlite.org/fileformat2.html#magic_header_string */
const magic = Buffer.from('SQLite format 3\0', 'latin1');

/** Both belong to the database: without them a copy would lack its newest transactions, or could not undo half of one. */
const sideFiles = ['-wal', '-journal'] as const;

export interface FoundFile {
  /** ms; when it was written last. */
  readonly modifiedAt: number;
  /** Suffix (empty for the database itself) and bytes of each file that belongs to it. */
  readonly parts: readonly { readonly suffix: string; readonly bytes: number }[];
}

/**
 * What lies at a path of this computer.
 * @throws RondaError `backup.file-unreadable`, `backup.not-sqlite`; nothing was copied then
 */
export async function findDatabaseFile(file: string): Promise<FoundFile> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new RondaError('backup.not-sqlite', { file });
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0);
      if (!buffer.subarray(0, bytesRead).equals(magic)) throw new RondaError('backup.not-sqlite', { file });
    } finally {
      await handle.close();
    }
    const parts = [{ suffix: '', bytes: found.size }];
    for (const suffix of sideFiles) {
      const side = await stat(file + suffix).catch((error: unknown) => {
        if (systemCode(error) === 'ENOENT') return null;
        throw error;
      });
      if (side?.isFile()) parts.push({ suffix, bytes: side.size });
    }
    return { modifiedAt: Math.floor(found.mtimeMs), parts };
  } catch (error) {
    if (error instanceof RondaError) throw error;
    throw new RondaError('backup.file-unreadable', { file, detail: plainDetail(error) }, { cause: error });
  }
}

/** Copies a database of this computer, and what belongs to it, to where it is taken in. The original is only read. */
export async function copyFileIn(
  file: string,
  found: FoundFile,
  to: Incoming,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const totalBytes = found.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  await requireSpace(to.folder, totalBytes);
  let doneBytes = 0;
  for (const { suffix } of found.parts) {
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        doneBytes += chunk.length;
        report({ phase: 'copy', doneBytes, totalBytes });
        done(null, chunk);
      },
    });
    const target = await openDurable(to.file + suffix);
    await pipeline(createReadStream(file + suffix), count, target, { signal });
  }
}
