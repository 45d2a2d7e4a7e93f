import { dirname, join } from 'node:path';
import type { ArchiveManifest } from '../../../shared/domain/archive.ts';
import { RondaError } from '../../../shared/errors.ts';
import { asWriteError, syncFolder } from '../durable-files.ts';
import { type ArchiveCatalogue, createArchiveCatalogue } from '../files/archive-catalogue.ts';
import { readArchiveManifest, writeArchiveManifest } from '../files/archive-manifest.ts';
import { archiveManifestName } from '../files/archive-paths.ts';
import { openPacked } from '../files/open-packed.ts';
import { judgeArchive } from '../files/verify-archive.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { checksumOf } from './checksum-of.ts';
import { copyChecked } from './copy-checked.ts';
import type { SecondKind } from './second-kind.ts';

/** Archives of files, each with the checksum of its file: that needs no key. */
export function secondArchives(
  deps: OpenStoredDeps & { readonly archives: ArchiveCatalogue; readonly now: () => number },
): SecondKind {
  const { archives, inspector } = deps;
  const hash = async (path: string, bytes: number, signal: AbortSignal): Promise<string> =>
    (await inspector.hash(path, { signal, bytes })).sha256;

  /** Of one that was taken before checksums of files were kept: looked through once more, where a key is at hand. */
  async function fileSha256Of(path: string, manifest: ArchiveManifest, signal: AbortSignal): Promise<string> {
    if (manifest.fileSha256 !== undefined) return manifest.fileSha256;
    const before = await hash(path, manifest.fileBytes, signal);
    const opened = await openPacked(deps, path, manifest.fileBytes, () => undefined, signal).catch(
      (error: unknown) => {
        if (error instanceof RondaError && /^backup\.key-/.test(error.code)) return null;
        throw error;
      },
    );
    if (!opened) return before;
    try {
      const { refusal } = await judgeArchive(
        { ...manifest, path: opened.file },
        deps.now,
        () => undefined,
        signal,
      );
      if (opened.problem !== '' || refusal)
        throw refusal ?? new RondaError('archive.damaged', { file: path, detail: opened.problem });
      return before;
    } finally {
      await opened.close();
    }
  }

  return {
    kind: 'archives',
    async local() {
      const sound = (await archives.list({})).archives.filter(
        ({ verification, missing }) => verification === 'verified' && !missing,
      );
      return sound.map(({ id, takenAt, file }) => ({
        key: id,
        at: takenAt,
        name: file,
        async copy(folder, signal) {
          const { path, manifest } = await archives.locate(id);
          const fileSha256 = await fileSha256Of(path, manifest, signal);
          const isSound = async (copy: string): Promise<boolean> =>
            (await hash(copy, manifest.fileBytes, signal)) === fileSha256;
          await copyChecked({ from: path, folder, relative: file }, isSound, signal);
          const target = join(folder, ...file.split('/'));
          try {
            await writeArchiveManifest(archiveManifestName(target), { ...manifest, fileSha256 });
            await syncFolder(dirname(target));
          } catch (error) {
            throw asWriteError(error, folder);
          }
          return [file];
        },
      }));
    },
    async held(folder, damaged) {
      const { archives: there } = await createArchiveCatalogue(() => folder).list({});
      const whole = there.filter(({ missing, file }) => !missing && !damaged.has(file));
      return new Set(whole.map(({ id }) => id));
    },
    async verify(folder, signal) {
      const damaged: string[] = [];
      for (const { file, fileBytes, missing } of (await createArchiveCatalogue(() => folder).list({}))
        .archives) {
        signal.throwIfAborted();
        const path = join(folder, ...file.split('/'));
        const { fileSha256 } = await readArchiveManifest(archiveManifestName(path));
        const found = missing ? null : await checksumOf(inspector, path, fileBytes, signal);
        if (found === null || found !== fileSha256) damaged.push(file);
      }
      return damaged;
    },
  };
}
