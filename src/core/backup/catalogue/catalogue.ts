import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup, BackupManifest } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { StatePublisher } from '../../state/published-state.ts';
import type { Remote } from '../../storage/remote.ts';
import type { StateRepositories } from '../../storage/state-repositories.ts';
import { manifestName, resolveBackupFile } from './backup-paths.ts';
import { backupOf, readManifest, writeManifest } from './manifest.ts';
import { isPlainFile, scanBackupFolder } from './scan-backup-folder.ts';

/** The backups that there are: an index over the manifests, which can be built anew from them at any time. */
export interface Catalogue {
  /** Publishes what is recorded, with files that are gone marked as missing. Call once at start. */
  load(): Promise<void>;
  list(): Promise<Backup[]>;
  /** @throws RondaError `backup.not-found`, `backup.file-missing` */
  locate(id: string): Promise<{ backup: Backup; manifest: BackupManifest; path: string }>;
  /** Writes the manifest beside its file (which lies there already) and lists it. */
  put(manifest: BackupManifest, folder: string): Promise<Backup>;
  /**
   * Deletes a backup: its file first, so that what is left after a cut is a line that says its file is missing, and
   * never a file without its manifest. Call it under the database's lock.
   * @throws RondaError `backup.not-found`
   */
  remove(id: string): Promise<void>;
  rescan(): Promise<{ found: number; unreadable: string[] }>;
}

export function createCatalogue(deps: {
  readonly repository: Remote<StateRepositories>['backups'];
  readonly publisher: StatePublisher;
  /** Asked each time: the admin may choose another folder meanwhile. */
  readonly backupFolder: () => string;
}): Catalogue {
  const { repository, publisher, backupFolder } = deps;
  const published = new Set<string>();

  const publish = (backups: readonly Backup[]): void => {
    const ids = new Set(backups.map(({ id }) => id));
    for (const id of published) {
      if (ids.has(id)) continue;
      publisher.remove('backups', id);
      published.delete(id);
    }
    for (const backup of backups) {
      publisher.set('backups', backup.id, backup);
      published.add(backup.id);
    }
  };
  const record = async (backup: Backup): Promise<void> => {
    await repository.save(backup);
    publisher.set('backups', backup.id, backup);
    published.add(backup.id);
  };
  const withPresence = async (backup: Backup): Promise<Backup> => {
    const missing = !(await isPlainFile(resolveBackupFile(backupFolder(), backup.file)));
    if (missing === backup.missing) return backup;
    const changed = { ...backup, missing };
    await record(changed);
    return changed;
  };

  return {
    async load() {
      const backups: Backup[] = [];
      for (const backup of await repository.list()) backups.push(await withPresence(backup));
      publish(backups);
    },
    list: () => repository.list(),
    async locate(id) {
      const found = await repository.find(id);
      if (!found) throw new RondaError('backup.not-found');
      const backup = await withPresence(found);
      if (backup.missing) throw new RondaError('backup.file-missing', { file: backup.file });
      const path = resolveBackupFile(backupFolder(), backup.file);
      return { backup, path, manifest: await readManifest(manifestName(path)) };
    },
    async put(manifest, folder) {
      await writeManifest(join(backupFolder(), ...folder.split('/'), manifestName(manifest.file)), manifest);
      const backup = backupOf(manifest, folder, false);
      await record(backup);
      return backup;
    },
    async remove(id) {
      const found = await repository.find(id);
      if (!found) throw new RondaError('backup.not-found');
      const path = resolveBackupFile(backupFolder(), found.file);
      await rm(path, { force: true });
      await rm(manifestName(path), { force: true });
      await repository.remove(id);
      publisher.remove('backups', id);
      published.delete(id);
    },
    async rescan() {
      const { backups, unreadable } = await scanBackupFolder(backupFolder());
      const found = new Set(backups.map(({ id }) => id));
      const files = new Set(backups.map(({ file }) => file));
      // What is recorded and not found stays, as missing: its disk may only be unplugged.
      const gone = (await repository.list())
        .filter(({ id, file }) => !found.has(id) && !files.has(file))
        .map((backup) => ({ ...backup, missing: true }));
      const all = [...backups, ...gone];
      await repository.replaceAll(all);
      publish(all);
      return { found: backups.length, unreadable: [...unreadable] };
    },
  };
}
