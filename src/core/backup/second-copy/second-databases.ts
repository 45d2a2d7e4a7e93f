import { manifestName, resolveBackupFile } from '../catalogue/backup-paths.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { readManifest } from '../catalogue/manifest.ts';
import { scanBackupFolder } from '../catalogue/scan-backup-folder.ts';
import type { Inspector } from '../inspect/inspector.ts';
import { checksumOf } from './checksum-of.ts';
import { copyBackup, storedOf } from './copy-backup.ts';
import type { SecondKind } from './second-kind.ts';

/** The databases' backups, each with the checksum of its manifest. */
export function secondDatabases({
  catalogue,
  inspector,
}: {
  readonly catalogue: Catalogue;
  readonly inspector: Inspector;
}): SecondKind {
  return {
    kind: 'databases',
    async local() {
      const sound = (await catalogue.list()).filter(
        ({ verification, missing }) => verification === 'verified' && !missing,
      );
      return sound.map(({ id, takenAt, file }) => ({
        key: id,
        at: takenAt,
        name: file,
        async copy(folder, signal) {
          const { path, manifest } = await catalogue.locate(id);
          await copyBackup(inspector, { from: path, folder, relative: file, manifest }, signal);
          return [file];
        },
      }));
    },
    async held(folder, damaged) {
      const { backups } = await scanBackupFolder(folder);
      const whole = backups.filter(({ missing, file }) => !missing && !damaged.has(file));
      return new Set(whole.map(({ id }) => id));
    },
    async verify(folder, signal) {
      const damaged: string[] = [];
      for (const { file, missing } of (await scanBackupFolder(folder)).backups) {
        signal.throwIfAborted();
        const path = resolveBackupFile(folder, file);
        const { bytes, sha256 } = storedOf(await readManifest(manifestName(path)));
        const found = missing ? null : await checksumOf(inspector, path, bytes, signal);
        if (found !== sha256) damaged.push(file);
      }
      return damaged;
    },
  };
}
