import { createHash } from 'node:crypto';
import { join, posix } from 'node:path';
import { Id } from '../../../shared/domain/status.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import { type Mount, mountOf } from '../find-containers.ts';

/** One volume or folder of one service on one host. */
export interface ArchiveKey {
  readonly hostId: string;
  readonly serviceId: string;
  readonly sourceId: string;
}

const fileName = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d{1,3})?(\.unverified)?\.tar\.zst(\.age)?$/;

/** True for a name that Ronda itself gives: nothing else is read, whatever a manifest says. */
export function isArchiveFileName(name: string): boolean {
  return fileName.test(name);
}

/** The manifest's name beside its archive. */
export function archiveManifestName(file: string): string {
  return file.replace(/\.tar\.zst(\.age)?$/, '.json');
}

/** A folder's path relative to the backup folder: one level below where databases lie, which are looked for no deeper. */
export function archiveFolder(key: ArchiveKey): string {
  return posix.join(Id.parse(key.hostId), Id.parse(key.serviceId), 'files', Id.parse(key.sourceId));
}

/** Its absolute path on this machine. */
export function archiveHome(backupFolder: string, key: ArchiveKey): string {
  return join(backupFolder, ...archiveFolder(key).split('/'));
}

/** Under which it is held, among the databases' locks: no id of a database has a slash. */
export function archiveLock({ hostId, serviceId, sourceId }: ArchiveKey): DatabaseKey {
  return { hostId, serviceId, databaseId: `files/${sourceId}` };
}

/** How a mount is named to people and to Docker. */
export function mountName(mount: Pick<Mount, 'Type' | 'Name' | 'Source'>): string {
  return mount.Type === 'volume' ? (mount.Name ?? mount.Source) : mount.Source;
}

/**
 * The same id for the same volume or folder, readable as the name of a folder. An anonymous volume has another name
 * each time its container is made anew: there the place in the container says what it is.
 */
export function sourceIdOf(mount: Pick<Mount, 'Type' | 'Name' | 'Source' | 'Destination'>): string {
  const named = mountName(mount);
  const name = /^[0-9a-f]{64}$/.test(named) ? mount.Destination : named;
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(-40)
    .replace(/^-+/, '');
  const hash = createHash('sha256').update(`${mount.Type}:${name}`).digest('hex').slice(0, 8);
  return Id.parse(readable === '' ? `mount-${hash}` : `${readable}-${hash}`);
}

/** Where other mounts lie inside of one: what stands there is not the volume's own. */
export function innerMounts(mounts: readonly Mount[], mount: Mount): string[] {
  return mounts
    .filter((other) => other !== mount && mountOf([mount], other.Destination) !== null)
    .map(({ Destination }) => Destination)
    .sort();
}
