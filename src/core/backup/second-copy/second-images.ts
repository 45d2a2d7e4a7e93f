import { createHash } from 'node:crypto';
import { join, relative, sep } from 'node:path';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { asWriteError, syncFolder } from '../durable-files.ts';
import { type BlobFile, checkWithoutKey, removeOtherForms } from '../images/blob-files.ts';
import { contentsOf } from '../images/image-index.ts';
import { type HostImages, imageFolders, readAllImages, readHostImages } from '../images/image-store.ts';
import { type SavedImageManifest, writeSavedImage } from '../images/saved-image-manifest.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { copyChecked } from './copy-checked.ts';
import type { SecondKind } from './second-kind.ts';

const isWhole = ({ index }: SavedImageManifest, { blobs }: HostImages): boolean =>
  [...contentsOf(index).keys()].every((sha256) => blobs.has(sha256));

const relativeTo = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');

/** Whether a layer of it is among the files named. */
function isAnyOf(
  files: ReadonlySet<string>,
  folder: string,
  { index }: SavedImageManifest,
  { hostId, blobs }: HostImages,
): boolean {
  const place = imageFolders(folder, hostId).blobs;
  return [...contentsOf(index).keys()].some((sha256) =>
    files.has(relativeTo(folder, join(place, blobs.get(sha256)?.name ?? ''))),
  );
}

/** The same for the same contents in the same form: one that was encrypted since is copied anew. */
function keyOf(manifest: SavedImageManifest, { blobs }: HostImages): string {
  const forms = [...contentsOf(manifest.index).keys()].map((sha256) => blobs.get(sha256)?.sealed !== null);
  const hash = createHash('sha256')
    .update(JSON.stringify([manifest.index, forms]))
    .digest('hex');
  return `${manifest.id} ${hash}`;
}

/** Saved images: layers that several share are copied once, and each is compared with its own checksum. */
export function secondImages(
  deps: Pick<OpenStoredDeps, 'inspector'> & { readonly backupFolder: () => string },
): SecondKind {
  const isSound = async (path: string, blob: BlobFile, bytes: number, signal: AbortSignal) => {
    try {
      await checkWithoutKey(deps, path, blob, bytes, signal);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      // A sector that went bad is damage, no reason to leave the others unread.
      if (error instanceof RondaError && error.code !== 'backup.inspector-failed') throw error;
      return false;
    }
  };

  async function copyImage(
    manifest: SavedImageManifest,
    folder: string,
    signal: AbortSignal,
    damaged: ReadonlySet<string>,
  ): Promise<string[]> {
    const sound: string[] = [];
    const hostId = manifest.host.id;
    const here = imageFolders(deps.backupFolder(), hostId).blobs;
    const there = imageFolders(folder, hostId);
    const { blobs } = await readHostImages(deps.backupFolder(), hostId);
    const { blobs: known } = await readHostImages(folder, hostId);
    for (const [sha256, bytes] of contentsOf(manifest.index)) {
      signal.throwIfAborted();
      const blob = blobs.get(sha256);
      if (!blob)
        throw new RondaError('images.damaged', {
          reference: manifest.index.reference,
          detail: 'a layer is missing',
        });
      const file = relativeTo(folder, join(there.blobs, blob.name));
      const same = known.get(sha256);
      if (same && (same.sealed === null) === (blob.sealed === null) && !damaged.has(file)) continue;
      const check = (path: string): Promise<boolean> => isSound(path, blob, bytes, signal);
      await copyChecked({ from: join(here, blob.name), folder, relative: file }, check, signal);
      await removeOtherForms(there.blobs, blob);
      sound.push(file);
    }
    try {
      // Last of all: an image is listed when all of it is there.
      await writeSavedImage(join(there.home, `${manifest.id}.json`), manifest);
      await syncFolder(there.home);
    } catch (error) {
      throw asWriteError(error, folder);
    }
    return sound;
  }

  return {
    kind: 'images',
    async local() {
      const hosts = await readAllImages(deps.backupFolder());
      return hosts.flatMap((host) =>
        host.manifests
          .filter((manifest) => manifest.verification.state === 'verified' && isWhole(manifest, host))
          .map((manifest) => ({
            key: keyOf(manifest, host),
            at: Date.parse(manifest.savedAt),
            name: `${host.hostId} ${plainDetail(manifest.index.reference)}`,
            copy: (folder, signal, damaged) => copyImage(manifest, folder, signal, damaged),
          })),
      );
    },
    async held(folder, damaged) {
      const hosts = await readAllImages(folder);
      return new Set(
        hosts.flatMap((host) =>
          host.manifests
            .filter((manifest) => isWhole(manifest, host) && !isAnyOf(damaged, folder, manifest, host))
            .map((manifest) => keyOf(manifest, host)),
        ),
      );
    },
    async verify(folder, signal) {
      const damaged: string[] = [];
      for (const { hostId, manifests, blobs } of await readAllImages(folder)) {
        const place = imageFolders(folder, hostId);
        const named = (path: string): number => damaged.push(relativeTo(folder, path));
        const wanted = new Map(manifests.flatMap(({ index }) => [...contentsOf(index)]));
        for (const [sha256, bytes] of wanted) {
          signal.throwIfAborted();
          const blob = blobs.get(sha256);
          const path = join(place.blobs, blob?.name ?? `${sha256}.zst`);
          if (!blob || !(await isSound(path, blob, bytes, signal))) named(path);
        }
      }
      return damaged;
    },
  };
}
