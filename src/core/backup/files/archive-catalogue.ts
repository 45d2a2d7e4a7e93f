import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive, ArchiveManifest } from '../../../shared/domain/archive.ts';
import { Id } from '../../../shared/domain/status.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { isPlainFile } from '../catalogue/scan-backup-folder.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { entriesOf } from '../entries-of.ts';
import { archiveOf, readArchiveManifest, writeArchiveManifest } from './archive-manifest.ts';
import {
  type ArchiveKey,
  archiveFolder,
  archiveHome,
  archiveLock,
  archiveManifestName,
  isArchiveFileName,
} from './archive-paths.ts';
import { removePartials } from './partial-archive.ts';

export interface LocatedArchive {
  readonly archive: Archive;
  readonly manifest: ArchiveManifest;
  /** The file on this machine. */
  readonly path: string;
}

/** The archives that there are. The folder itself is the truth: it is read each time, and nothing else is kept. */
export interface ArchiveCatalogue {
  list(filter: { readonly hostId?: string | undefined; readonly serviceId?: string | undefined }): Promise<{
    /** Newest first. */
    archives: Archive[];
    /** `<file>: <why>` of everything that looks like an archive and cannot be listed. */
    unreadable: string[];
  }>;
  /** @throws RondaError `archive.not-found`, `archive.file-missing` */
  locate(id: string): Promise<LocatedArchive>;
  /**
   * Deletes it: its file first, so that what is left after a cut is a line that says its file is missing, and never a
   * file without its manifest. Call it under its lock.
   * @throws RondaError `archive.not-found`
   */
  remove(id: string): Promise<void>;
  /** The line of one, whether its file is there or not. @throws RondaError `archive.not-found` */
  find(id: string): Promise<Archive>;
  /** Writes the manifest beside its file, which lies there already. */
  put(manifest: ArchiveManifest): Promise<Archive>;
  /** Removes what killed takings left; those at work now are passed over. */
  removeLeft(locks: DatabaseLocks): Promise<void>;
}

async function* sourceFolders(
  backupFolder: string,
  filter: { readonly hostId?: string | undefined; readonly serviceId?: string | undefined },
): AsyncGenerator<ArchiveKey> {
  const ids = async (folder: string, wanted?: string): Promise<string[]> =>
    (await entriesOf(folder, 'folders')).filter(
      (name) => Id.safeParse(name).success && (wanted === undefined || wanted === name),
    );
  for (const hostId of await ids(backupFolder, filter.hostId)) {
    for (const serviceId of await ids(join(backupFolder, hostId), filter.serviceId)) {
      for (const sourceId of await ids(join(backupFolder, hostId, serviceId, 'files'))) {
        yield { hostId, serviceId, sourceId };
      }
    }
  }
}

export function createArchiveCatalogue(backupFolder: () => string): ArchiveCatalogue {
  const catalogue: ArchiveCatalogue = {
    async list(filter) {
      const archives = new Map<string, Archive>();
      const unreadable: string[] = [];
      const root = backupFolder();
      for await (const key of sourceFolders(root, filter)) {
        const relative = archiveFolder(key);
        const home = archiveHome(root, key);
        const names = await entriesOf(home, 'files');
        for (const name of names.filter((each) => each.endsWith('.json'))) {
          try {
            const manifest = await readArchiveManifest(join(home, name));
            const lies = {
              hostId: manifest.host.id,
              serviceId: manifest.service,
              sourceId: manifest.source.id,
            };
            if (archiveFolder(lies) !== relative) throw new Error(`it belongs into ${archiveFolder(lies)}`);
            if (archives.has(manifest.id)) throw new Error('another manifest has the same id');
            const missing = !(await isPlainFile(join(home, manifest.file)));
            archives.set(manifest.id, archiveOf(manifest, relative, missing));
          } catch (error) {
            unreadable.push(`${relative}/${plainDetail(name)}: ${plainDetail(error)}`);
          }
        }
        for (const name of names.filter(isArchiveFileName)) {
          if (!names.includes(archiveManifestName(name)))
            unreadable.push(`${relative}/${name}: it has no manifest`);
        }
      }
      return { archives: [...archives.values()].sort((a, b) => b.takenAt - a.takenAt), unreadable };
    },
    async find(id) {
      const archive = (await catalogue.list({})).archives.find((each) => each.id === id);
      if (!archive) throw new RondaError('archive.not-found');
      return archive;
    },
    async remove(id) {
      const { file } = await catalogue.find(id);
      const path = join(backupFolder(), ...file.split('/'));
      await rm(path, { force: true });
      await rm(archiveManifestName(path), { force: true });
    },
    async locate(id) {
      const archive = await catalogue.find(id);
      if (archive.missing) throw new RondaError('archive.file-missing', { file: archive.file });
      const path = join(backupFolder(), ...archive.file.split('/'));
      return { archive, path, manifest: await readArchiveManifest(archiveManifestName(path)) };
    },
    async put(manifest) {
      const key = { hostId: manifest.host.id, serviceId: manifest.service, sourceId: manifest.source.id };
      const home = archiveHome(backupFolder(), key);
      await writeArchiveManifest(join(home, archiveManifestName(manifest.file)), manifest);
      return archiveOf(manifest, archiveFolder(key), false);
    },
    async removeLeft(locks) {
      for await (const key of sourceFolders(backupFolder(), {})) {
        const home = archiveHome(backupFolder(), key);
        if (!(await removePartials(home, 'look'))) continue;
        await locks
          .hold(archiveLock(key), () => removePartials(home, 'remove'))
          .catch((error: unknown) => {
            if (!(error instanceof RondaError && error.code === 'state.lease-held')) throw error;
          });
      }
    },
  };
  return catalogue;
}
