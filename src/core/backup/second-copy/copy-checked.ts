import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAbort, RondaError } from '../../../shared/errors.ts';
import { systemCode } from '../../platform/plain-detail.ts';
import { asWriteError, requireSpace, syncFile, syncFolder } from '../durable-files.ts';
import { readMarker } from './marker.ts';

const prefix = '.partial-';

/**
 * Copies a file into the second folder and reads the copy back: it gets its name only when it is
 * what it should be.
 * @param isSound says it of the copy, by the path it has before it gets its name
 * @throws RondaError `second-copy.differs`, `second-copy.absent`, `backup.no-space`, `backup.write-failed`; nothing half stays there
 */
export async function copyChecked(
  {
    from,
    folder,
    relative,
  }: {
    /** A path, or the content itself. */
    readonly from: string | Uint8Array;
    readonly folder: string;
    readonly relative: string;
  },
  isSound: (path: string) => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const target = join(folder, ...relative.split('/'));
  const home = dirname(target);
  const partial = join(home, `${prefix}${randomUUID()}`);
  // Pulled a moment ago: what is made now would lie on the computer's own disk, where the stick is mounted.
  if (!(await readMarker(folder))) throw new RondaError('second-copy.absent', { folder });
  try {
    await makeFolders(folder, relative);
    await requireSpace(home, typeof from === 'string' ? (await stat(from)).size : from.length);
    if (typeof from === 'string') await copyFile(from, partial);
    else await writeFile(partial, from, { flag: 'wx', mode: 0o600 });
    await syncFile(partial);
    signal.throwIfAborted();
    if (!(await isSound(partial))) throw new RondaError('second-copy.differs', { file: relative, folder });
    await rename(partial, target);
    await syncFolder(home);
  } catch (error) {
    if (isAbort(error)) throw error;
    // Whatever it looks like from where it was noticed: a file that is gone, a process that cannot read it.
    if (!(await readMarker(folder))) throw new RondaError('second-copy.absent', { folder }, { cause: error });
    throw asWriteError(error, folder);
  } finally {
    // On a stick that was pulled there is nothing to remove; the next run does it.
    await rm(partial, { force: true }).catch(() => undefined);
  }
}

/** The folders of a file, but never the second folder itself: where that went, nothing may come into being. */
async function makeFolders(folder: string, relative: string): Promise<void> {
  let path = folder;
  for (const name of relative.split('/').slice(0, -1)) {
    path = join(path, name);
    await mkdir(path).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error;
    });
  }
}

const halfCopy = /^\.partial-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Removes what a pulled stick or a killed run left half copied.
 * @param isOurs of the folders in it: beside them lie others' (`lost+found` at the root of a disk), which may not even
 * be read
 */
export async function removeHalfCopies(
  folder: string,
  isOurs: (name: string) => boolean = () => true,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (['ENOENT', 'EACCES', 'EPERM'].includes(systemCode(error))) return [];
    throw error;
  });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && halfCopy.test(entry.name)) await rm(path, { force: true });
    else if (entry.isDirectory() && isOurs(entry.name)) await removeHalfCopies(path);
  }
}
