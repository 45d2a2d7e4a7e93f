import { dirname, join } from 'node:path';
import type { BackupManifest } from '../../../shared/domain/backup.ts';
import { manifestName, resolveBackupFile } from '../catalogue/backup-paths.ts';
import { writeManifest } from '../catalogue/manifest.ts';
import { asWriteError, syncFolder } from '../durable-files.ts';
import type { Inspector } from '../inspect/inspector.ts';
import { copyChecked } from './copy-checked.ts';

/** Size and checksum of a backup's file as it lies on a disk, packed or not. */
export function storedOf(manifest: BackupManifest): { bytes: number; sha256: string } {
  return manifest.stored ?? { bytes: manifest.bytes, sha256: manifest.sha256 };
}

/**
 * Copies one backup into another folder, under the same names; it is listed there only when its bytes are the ones that
 * the manifest promises.
 * @param relative path of the file in both folders
 * @throws RondaError as `copyChecked` does
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
  const home = dirname(resolveBackupFile(folder, relative));
  const { bytes, sha256 } = storedOf(manifest);
  const isSound = async (path: string): Promise<boolean> =>
    (await inspector.hash(path, { signal, bytes })).sha256 === sha256;
  await copyChecked({ from, folder, relative }, isSound, signal);
  try {
    await writeManifest(join(home, manifestName(manifest.file)), manifest);
    await syncFolder(home);
  } catch (error) {
    throw asWriteError(error, folder);
  }
}
