import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SavedImage } from '../../../shared/domain/image.ts';
import { Id } from '../../../shared/domain/status.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import { type BlobFile, listBlobs } from './blob-files.ts';
import { contentsOf } from './image-index.ts';
import { readSavedImage, type SavedImageManifest, writeSavedImage } from './saved-image-manifest.ts';

/** No id of a service has a dot: databases and archives are never looked for in here. */
const storeName = 'images.store';

/** Where a host's images lie. */
export function imageFolders(backupFolder: string, hostId: string): { home: string; blobs: string } {
  const home = join(backupFolder, Id.parse(hostId), storeName);
  return { home, blobs: join(home, 'layers') };
}

/** The images that lie on this computer. The folder itself is the truth; nothing else is kept. */
export interface ImageStore {
  list(hostId?: string): Promise<{ saved: SavedImage[]; unreadable: string[] }>;
  /** @throws RondaError `images.not-saved` */
  locate(savedId: string): Promise<{ manifest: SavedImageManifest; blobs: string }>;
  put(manifest: SavedImageManifest): Promise<SavedImage>;
  /**
   * Deletes an image and the contents no other needs. Call it under the host's lock: a saving at work would lose what
   * it has just kept.
   * @returns bytes freed
   */
  remove(savedId: string): Promise<number>;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

export interface HostImages {
  readonly hostId: string;
  readonly manifests: SavedImageManifest[];
  readonly unreadable: string[];
  /** By the sha256 of the content. */
  readonly blobs: ReadonlyMap<string, BlobFile>;
}

/** The saved images of a host in a backup folder, as they lie there. */
export async function readHostImages(backupFolder: string, hostId: string): Promise<HostImages> {
  const { home, blobs } = imageFolders(backupFolder, hostId);
  const manifests: SavedImageManifest[] = [];
  const unreadable: string[] = [];
  for (const name of (await namesIn(home)).filter((each) => each.endsWith('.json'))) {
    try {
      const manifest = await readSavedImage(join(home, name));
      if (`${manifest.id}.json` !== name || manifest.host.id !== hostId)
        throw new Error('it belongs elsewhere');
      manifests.push(manifest);
    } catch (error) {
      unreadable.push(`${hostId}/${storeName}/${name}: ${plainDetail(error)}`);
    }
  }
  return { hostId, manifests, unreadable, blobs: await listBlobs(blobs) };
}

/** Those of all hosts. */
export async function readAllImages(backupFolder: string): Promise<HostImages[]> {
  const ids = (await namesIn(backupFolder)).filter((name) => Id.safeParse(name).success);
  return Promise.all(ids.map((hostId) => readHostImages(backupFolder, hostId)));
}

export function createImageStore(backupFolder: () => string): ImageStore {
  const read = (hostId: string): Promise<HostImages> => readHostImages(backupFolder(), hostId);
  const hosts = (): Promise<HostImages[]> => readAllImages(backupFolder());

  return {
    async list(hostId) {
      const found = hostId === undefined ? await hosts() : [await read(hostId)];
      const saved = found.flatMap((host) => host.manifests.map((manifest) => lineOf(manifest, host)));
      return {
        saved: saved.sort((a, b) => b.savedAt - a.savedAt),
        unreadable: found.flatMap(({ unreadable }) => unreadable),
      };
    },
    async locate(savedId) {
      for (const { hostId, manifests } of await hosts()) {
        const manifest = manifests.find(({ id }) => id === savedId);
        if (manifest) return { manifest, blobs: imageFolders(backupFolder(), hostId).blobs };
      }
      throw new RondaError('images.not-saved');
    },
    async put(manifest) {
      const { home } = imageFolders(backupFolder(), manifest.host.id);
      await writeSavedImage(join(home, `${manifest.id}.json`), manifest);
      return lineOf(manifest, await read(manifest.host.id));
    },
    async remove(savedId) {
      const { manifest } = await this.locate(savedId);
      const { home, blobs } = imageFolders(backupFolder(), manifest.host.id);
      const before = await read(manifest.host.id);
      // The image first: what is left after a cut are layers without an image, never an image without its layers.
      await rm(join(home, `${manifest.id}.json`));
      const needed = new Set(before.manifests.filter(({ id }) => id !== savedId).flatMap(shasOf));
      // One that cannot be read may need any of them.
      if (before.unreadable.length > 0) return 0;
      let freed = 0;
      for (const name of await namesIn(blobs)) {
        if (needed.has(name.slice(0, 64))) continue;
        freed += (await stat(join(blobs, name)).catch(() => null))?.size ?? 0;
        await rm(join(blobs, name), { recursive: true, force: true });
      }
      return freed;
    },
  };
}

const shasOf = ({ index }: SavedImageManifest): string[] => [...contentsOf(index).keys()];

function lineOf(manifest: SavedImageManifest, host: HostImages): SavedImage {
  const own = shasOf(manifest);
  const others = new Set(host.manifests.filter(({ id }) => id !== manifest.id).flatMap(shasOf));
  const sum = (contents: readonly string[]): number =>
    contents.reduce((total, sha256) => total + (host.blobs.get(sha256)?.bytes ?? 0), 0);
  const { index, verification } = manifest;
  return {
    id: manifest.id,
    hostId: manifest.host.id,
    hostName: manifest.host.name,
    reference: index.reference,
    imageId: index.imageId,
    tags: index.tags,
    digests: index.digests,
    services: manifest.services,
    savedAt: Date.parse(manifest.savedAt),
    bytes: index.entries.reduce((total, { bytes }) => total + bytes, 0),
    storedBytes: sum(own),
    ownBytes: sum(own.filter((sha256) => !others.has(sha256))),
    verification: verification.state,
    checkedAt: Date.parse(verification.at),
    detail: verification.detail,
  };
}
