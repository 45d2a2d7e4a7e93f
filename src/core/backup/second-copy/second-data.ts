import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Id } from '../../../shared/domain/status.ts';
import { RondaError } from '../../../shared/errors.ts';
import {
  bundleFolder,
  type DataBundleManifest,
  headOf,
  holdsCommit,
  listBundles,
  readBundle,
  withPlainBundle,
  writeBundle,
} from '../data-history/data-bundle.ts';
import { dataLock, withScratch } from '../data-history/data-repository.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { asWriteError, syncFolder } from '../durable-files.ts';
import { entriesOf } from '../entries-of.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { copyChecked } from './copy-checked.ts';
import type { SecondKind } from './second-kind.ts';

export interface SecondDataDeps extends OpenStoredDeps {
  readonly backupFolder: () => string;
  readonly locks: DatabaseLocks;
  readonly now: () => number;
  /** A folder on this computer's own disk, for what is put together and taken apart. */
  readonly scratchFolder: string;
}

const hostsIn = async (folder: string): Promise<string[]> =>
  (await entriesOf(folder, 'folders')).filter((name) => Id.safeParse(name).success);

/** Of a file of bundles in the folder, relative to it. */
const pathOf = (hostId: string, file: string): string => `${hostId}/data.store/${file}`;

const keyOf = (hostId: string, commit: string, isEncrypted: boolean): string =>
  `${hostId} ${commit}${isEncrypted ? ' encrypted' : ''}`;

/** The JSON data's repositories, each whole as one Git bundle: a repository cannot be worked on encrypted. */
export function secondData(deps: SecondDataDeps): SecondKind {
  const { inspector, keys, locks } = deps;

  const isEncrypting = (): Promise<boolean> =>
    keys.forNew().then(
      ({ encryptTo }) => encryptTo !== null,
      // They are to be encrypted, and cannot be now.
      () => true,
    );

  async function copyRepository(hostId: string, folder: string, signal: AbortSignal): Promise<string[]> {
    const repository = join(deps.backupFolder(), hostId, 'data.git');
    const { encryptTo } = await keys.forNew();
    const home = bundleFolder(folder, hostId);
    return locks.hold(dataLock(hostId), () =>
      withScratch(repository, async (scratch) => {
        const commit = await headOf(repository);
        if (commit === null) return [];
        const plain = join(scratch, 'data.bundle');
        await writeBundle(repository, plain, signal);
        try {
          // What went bad here does not spread.
          await readBundle(plain, join(scratch, 'check.git'), commit, signal);
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof RondaError) throw error;
          throw new RondaError('data.bundle-damaged', { file: repository }, { cause: error });
        }
        const file = `${commit}.bundle${encryptTo ? '.age' : ''}`;
        const stored = encryptTo ? `${plain}.age` : plain;
        const { size } = await stat(plain);
        if (encryptTo)
          await inspector.pack(plain, stored, { compress: false, encryptTo }, { signal, bytes: size });
        const { bytes, sha256 } = await inspector.hash(stored, { signal, bytes: size });
        const isSound = async (path: string): Promise<boolean> =>
          (await inspector.hash(path, { signal, bytes })).sha256 === sha256;
        const relative = pathOf(hostId, file);
        await copyChecked({ from: stored, folder, relative }, isSound, signal);
        const manifest: DataBundleManifest = {
          format: 'ronda-data-bundle/1',
          host: { id: hostId },
          commit,
          madeAt: new Date(deps.now()).toISOString(),
          file,
          bytes,
          sha256,
        };
        await writeFileAtomic(join(home, `${commit}.json`), `${JSON.stringify(manifest, null, 2)}\n`, {
          mode: 0o600,
        });
        await syncFolder(home);
        const gone = await removeOlder(repository, home, manifest, signal);
        return [file, ...gone].map((name) => pathOf(hostId, name));
      }).catch((error: unknown) => {
        throw asWriteError(error, folder);
      }),
    );
  }

  /** What the new one holds, too, goes; a history that began anew does not take the older one with it. */
  async function removeOlder(
    repository: string,
    home: string,
    { host, commit, file }: DataBundleManifest,
    signal: AbortSignal,
  ): Promise<string[]> {
    const gone: string[] = [];
    for (const { path, manifest } of await listBundles(home, host.id)) {
      if (manifest.commit === commit || !(await holdsCommit(repository, manifest.commit, signal))) continue;
      await rm(path, { force: true });
      await rm(join(home, `${manifest.commit}.json`), { force: true });
      gone.push(manifest.file);
    }
    const otherForm = file.endsWith('.age') ? `${commit}.bundle` : `${commit}.bundle.age`;
    await rm(join(home, otherForm), { force: true });
    return [...gone, otherForm];
  }

  async function isSound(
    path: string,
    manifest: DataBundleManifest,
    scratch: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      const { sha256 } = await inspector.hash(path, { signal, bytes: manifest.bytes });
      if (sha256 !== manifest.sha256) return false;
      const into = join(scratch, `${manifest.host.id}-${manifest.commit}.git`);
      await withPlainBundle(deps, path, manifest, scratch, signal, (plain) =>
        readBundle(plain, into, manifest.commit, signal),
      );
      await rm(into, { recursive: true, force: true });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      // Without a key the file's own checksum has to do.
      if (error instanceof RondaError && /^backup\.key-/.test(error.code)) return true;
      if (error instanceof RondaError && error.code !== 'backup.inspector-failed') throw error;
      return false;
    }
  }

  return {
    kind: 'data',
    async local() {
      const isEncrypted = await isEncrypting();
      const items = [];
      for (const hostId of await hostsIn(deps.backupFolder())) {
        const repository = join(deps.backupFolder(), hostId, 'data.git');
        const commit = await headOf(repository);
        if (commit === null) continue;
        items.push({
          key: keyOf(hostId, commit, isEncrypted),
          at: (await stat(repository)).mtimeMs,
          name: `${hostId}/data.git`,
          copy: (folder: string, signal: AbortSignal) => copyRepository(hostId, folder, signal),
        });
      }
      return items;
    },
    async held(folder, damaged) {
      const held = new Set<string>();
      for (const hostId of await hostsIn(folder)) {
        for (const { path, manifest } of await listBundles(bundleFolder(folder, hostId), hostId)) {
          if (damaged.has(pathOf(hostId, manifest.file))) continue;
          if (await stat(path).catch(() => null))
            held.add(keyOf(hostId, manifest.commit, manifest.file.endsWith('.age')));
        }
      }
      return held;
    },
    async verify(folder, signal) {
      const damaged: string[] = [];
      await mkdir(deps.scratchFolder, { recursive: true, mode: 0o700 });
      await withScratch(deps.scratchFolder, async (scratch) => {
        for (const hostId of await hostsIn(folder)) {
          for (const { path, manifest } of await listBundles(bundleFolder(folder, hostId), hostId)) {
            signal.throwIfAborted();
            if (!(await isSound(path, manifest, scratch, signal)))
              damaged.push(pathOf(hostId, manifest.file));
          }
        }
      });
      return damaged;
    },
  };
}
