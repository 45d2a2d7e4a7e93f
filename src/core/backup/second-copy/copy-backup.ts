import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BackupManifest } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import { manifestName, resolveBackupFile } from '../catalogue/backup-paths.ts';
import { writeManifest } from '../catalogue/manifest.ts';
import { asWriteError, requireSpace, syncFile, syncFolder } from '../durable-files.ts';
import type { Inspector } from '../inspect/inspector.ts';

/** Size and checksum of a backup's file as it lies on a disk, packed or not. */
export function storedOf(manifest: BackupManifest): { bytes: number; sha256: string } {
  return manifest.stored ?? { bytes: manifest.bytes, sha256: manifest.sha256 };
}

/**
 * Copies one backup into another folder, under the same names, and reads the copy back: it gets its name only when its
 * bytes are the ones that the manifest promises.
 * @param relative path of the file in both folders
 * @throws RondaError `second-copy.differs`, `backup.no-space`, `backup.write-failed`; nothing half stays there
 */
export async function copyBackup(
  inspector: Inspector,
  {
    from,
    folder,
    relative,
    manifest,
  }: {
    readonly from: string;
    readonly folder: string;
    readonly relative: string;
    readonly manifest: BackupManifest;
  },
  signal: AbortSignal,
): Promise<void> {
  const target = resolveBackupFile(folder, relative);
  const home = dirname(target);
  const partial = join(home, `.partial-${randomUUID()}`);
  const { bytes, sha256 } = storedOf(manifest);
  try {
    await mkdir(home, { recursive: true });
    await requireSpace(home, bytes);
    await copyFile(from, partial);
    await syncFile(partial);
    signal.throwIfAborted();
    const found = await inspector.hash(partial, { signal, bytes });
    if (found.sha256 !== sha256) throw new RondaError('second-copy.differs', { file: relative, folder });
    await rename(partial, target);
    await writeManifest(join(home, manifestName(manifest.file)), manifest);
    await syncFolder(home);
  } catch (error) {
    throw asWriteError(error, folder);
  } finally {
    await rm(partial, { force: true });
  }
}
