import { join, posix } from 'node:path';
import { Id } from '../../../shared/domain/status.ts';

/** One database of one service on one host. */
export interface DatabaseKey {
  readonly hostId: string;
  readonly serviceId: string;
  readonly databaseId: string;
}

/** The lease and lock under which one database is copied or restored. */
export function databaseResource(key: DatabaseKey): string {
  return `backup:${key.hostId}/${key.serviceId}/${key.databaseId}`;
}

/** `2026-11-23T02-00-00Z`: the instant in UTC, without characters that a file system refuses. */
export function stampOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

const fileName = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d{1,3})?(\.unverified)?\.db(\.zst)?(\.age)?$/;

/** True for a name that Ronda itself gives: nothing else is read, whatever a manifest says. */
export function isBackupFileName(name: string): boolean {
  return fileName.test(name);
}

/** The manifest's name beside its database file. */
export function manifestName(file: string): string {
  return file.replace(/\.db(\.zst)?(\.age)?$/, '.json');
}

/** Path of a database's folder relative to the backup folder, with `/` on every platform. */
export function databaseFolder(key: DatabaseKey): string {
  return posix.join(Id.parse(key.hostId), Id.parse(key.serviceId), Id.parse(key.databaseId));
}

/**
 * The absolute path of a catalogue's file.
 * @throws Error when the relative path is not `<host>/<service>/<database>/<file>` of names that Ronda gives
 */
export function resolveBackupFile(backupFolder: string, relative: string): string {
  const [hostId, serviceId, databaseId, file, ...more] = relative.split('/');
  const ids = [hostId, serviceId, databaseId];
  if (more.length > 0 || !file || !isBackupFileName(file) || !ids.every((id) => Id.safeParse(id).success)) {
    throw new Error(`not a path of the backup folder: ${relative}`);
  }
  return join(backupFolder, ...relative.split('/'));
}
