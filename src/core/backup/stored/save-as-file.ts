import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupManifest } from '../../../shared/domain/backup.ts';
import { isAbort, RondaError } from '../../../shared/errors.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import { syncFolder } from '../durable-files.ts';
import { openDurable } from '../durable-writer.ts';
import { type OpenStoredDeps, openStored } from './open-stored.ts';

/**
 * Writes a backup as the plain database file that it was taken from, readable for its owner only. It gets its name when
 * it is on the disk and its bytes are the ones that the manifest promises; a file that is there is never replaced.
 * @param to the whole path of the new file
 * @throws RondaError `backup.file-exists`, `backup.save-failed`, `backup.refused-damaged`, and as `openStored` does;
 * nothing is left at the place then
 */
export async function saveAsFile(
  deps: OpenStoredDeps,
  stored: { readonly path: string; readonly manifest: Pick<BackupManifest, 'bytes' | 'sha256'> },
  to: string,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  await takeName(to);
  const folder = dirname(to);
  const partial = join(folder, `.partial-${randomUUID()}`);
  try {
    const opened = await openStored(deps, stored, { signal, report });
    try {
      await copy(opened.file, partial, stored.manifest.bytes, report, signal);
    } catch (error) {
      throw asSaveError(error, to);
    } finally {
      await opened.close();
    }
    const { bytes, sha256 } = stored.manifest;
    const found = await deps.inspector.hash(partial, { signal, bytes, report });
    if (found.sha256 !== sha256)
      throw new RondaError('backup.refused-damaged', {
        step: 'sha256',
        detail: `${found.sha256}, expected ${sha256}`,
      });
    try {
      await rename(partial, to);
      await syncFolder(folder);
    } catch (error) {
      throw asSaveError(error, to);
    }
  } catch (error) {
    await Promise.all([partial, to].map((path) => rm(path, { force: true })));
    throw error;
  }
}

/** Makes the name ours, with an empty file. */
async function takeName(to: string): Promise<void> {
  if (!isAbsolute(to)) throw asSaveError(new Error('no whole path'), to);
  try {
    await (await open(to, 'wx', 0o600)).close();
  } catch (error) {
    throw systemCode(error) === 'EEXIST'
      ? new RondaError('backup.file-exists', { file: to })
      : asSaveError(error, to);
  }
}

async function copy(
  from: string,
  to: string,
  totalBytes: number,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  let doneBytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      doneBytes += chunk.length;
      report({ phase: 'copy', doneBytes, totalBytes: Math.max(doneBytes, totalBytes) });
      done(null, chunk);
    },
  });
  const target = await openDurable(to);
  await pipeline(createReadStream(from), count, target, { signal });
}

const asSaveError = (error: unknown, file: string): unknown =>
  isAbort(error) || error instanceof RondaError
    ? error
    : new RondaError('backup.save-failed', { file, detail: plainDetail(error) }, { cause: error });
