import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RondaError } from '../../../shared/errors.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { asWriteError, requireSpace } from '../durable-files.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { formOf } from '../stored/stored-form.ts';

export interface OpenedArchive {
  /** The plain `.tar.zst`. It may be the archive itself: read it only. */
  readonly file: string;
  /** Why it could not be decrypted although a key was there; empty when it could. */
  readonly problem: string;
  /** Removes what was decrypted. */
  close(): Promise<void>;
}

/**
 * The plain `.tar.zst` of an archive: itself, or decrypted beside it for as long as it is open, readable for its owner
 * only. What a killed run leaves is removed as `removeLeftOpened` does for databases.
 * @throws RondaError `backup.key-locked`, `backup.key-missing`, `backup.no-space`
 */
export async function openPacked(
  { inspector, keys }: OpenStoredDeps,
  path: string,
  fileBytes: number,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<OpenedArchive> {
  if (!formOf(path).isEncrypted) return { file: path, problem: '', close: async () => undefined };
  const decryptWith = await keys.forOpening();
  const home = dirname(path);
  const folder = join(home, `.opened-${process.pid}-${randomUUID()}`);
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await mkdir(folder, { mode: 0o700 });
    await requireSpace(folder, fileBytes);
    const file = join(folder, 'copy.tar.zst');
    // What is encrypted is never shorter than what it was made of.
    const how = { isCompressed: false, decryptWith, maxBytes: fileBytes };
    const { problem } = await inspector.unpack(path, file, how, { signal, report, bytes: fileBytes });
    if (problem === 'no-key') throw new RondaError('backup.key-missing', { file: basename(path) });
    return { file, problem, close };
  } catch (error) {
    await close();
    throw asWriteError(error, home);
  }
}
