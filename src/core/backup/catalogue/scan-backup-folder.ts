import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup } from '../../../shared/domain/backup.ts';
import { Id } from '../../../shared/domain/status.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import { entriesOf } from '../entries-of.ts';
import { isBackupFileName, manifestName } from './backup-paths.ts';
import { backupOf, readManifest } from './manifest.ts';

export interface ScanResult {
  readonly backups: readonly Backup[];
  /** `<file>: <why>` of everything that looks like a backup and cannot be listed. */
  readonly unreadable: readonly string[];
}

/** True for a plain file of our own; a link is not followed. */
export async function isPlainFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** The folders of databases that the folder of backups holds: host, service, database. */
export async function* databaseFolders(backupFolder: string): AsyncGenerator<[string, string, string]> {
  const ids = async (folder: string): Promise<string[]> =>
    (await entriesOf(folder, 'folders')).filter((name) => Id.safeParse(name).success);
  for (const host of await ids(backupFolder)) {
    for (const service of await ids(join(backupFolder, host))) {
      for (const database of await ids(join(backupFolder, host, service))) yield [host, service, database];
    }
  }
}

/** Reads the catalogue from the manifests alone, three folders deep; nothing outside the folder is opened. */
export async function scanBackupFolder(backupFolder: string): Promise<ScanResult> {
  const backups = new Map<string, Backup>();
  const unreadable: string[] = [];
  for await (const [host, service, database] of databaseFolders(backupFolder)) {
    const relative = `${host}/${service}/${database}`;
    const folder = join(backupFolder, host, service, database);
    const files = await entriesOf(folder, 'files');
    for (const name of files.filter((file) => file.endsWith('.json'))) {
      try {
        const manifest = await readManifest(join(folder, name));
        const lies = [manifest.host.id, manifest.service, manifest.database];
        if (lies.join('/') !== relative) throw new Error(`it belongs into ${lies.join('/')}`);
        if (backups.has(manifest.id)) throw new Error('another manifest has the same id');
        backups.set(
          manifest.id,
          backupOf(manifest, relative, !(await isPlainFile(join(folder, manifest.file)))),
        );
      } catch (error) {
        const why =
          error instanceof RondaError ? (error.params.problem ?? error.message) : plainDetail(error);
        unreadable.push(`${relative}/${name}: ${why}`);
      }
    }
    for (const name of files.filter(isBackupFileName)) {
      if (!files.includes(manifestName(name))) unreadable.push(`${relative}/${name}: it has no manifest`);
    }
  }
  return { backups: [...backups.values()], unreadable };
}
