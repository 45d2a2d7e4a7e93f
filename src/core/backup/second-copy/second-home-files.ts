import { createHash } from 'node:crypto';
import { lstat, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecondCopyKind } from '../../../shared/domain/second-copy.ts';
import { systemCode } from '../../platform/plain-detail.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';
import { VaultFile } from '../../vault/vault-file.ts';
import { asWriteError, syncFolder } from '../durable-files.ts';
import { entriesOf } from '../entries-of.ts';
import { copyChecked } from './copy-checked.ts';
import type { SecondKind } from './second-kind.ts';

/** The vault's name in the second folder, the same as at home. */
export const vaultName = 'vault.json';
/** No id of a host has a dot: nothing is looked for in here. */
export const manualsFolder = 'ronda.manuals';
/** Their checksums, as the `sha256sum` command writes and checks them. */
const sumsName = 'ronda-home.sha256';

/** A vault of a server's environment is a few megabytes at most; what is far beyond is none of ours. */
const maxBytes = 64 * 1024 * 1024;
const manualName = /^[\w-][\w.-]{0,100}\.(ya?ml|json)$/;

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function readWhole(path: string): Promise<Buffer | null> {
  try {
    const found = await lstat(path);
    return found.isFile() && found.size <= maxBytes ? await readFile(path) : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return null;
    throw error;
  }
}

async function readSums(folder: string): Promise<Map<string, string>> {
  const text = (await readWhole(join(folder, sumsName)))?.toString('utf8') ?? '';
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, sum, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
      return sum !== undefined && name !== undefined ? [[name, sum] as const] : [];
    }),
  );
}

async function noteSum(folder: string, name: string, sum: string, moved?: [string, string]): Promise<void> {
  const sums = await readSums(folder);
  if (moved) {
    const before = sums.get(moved[0]);
    if (before !== undefined) sums.set(moved[1], before);
  }
  sums.set(name, sum);
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, each]) => `${each}  ${file}\n`);
  await writeAtomically(join(folder, sumsName), lines.join(''));
}

/** Whose key opens a vault's file; null: it is none. */
export const recipientOf = (bytes: Uint8Array | null): string | null => {
  try {
    return VaultFile.parse(JSON.parse(Buffer.from(bytes ?? []).toString('utf8'))).recipient;
  } catch {
    return null;
  }
};

/** A vault of another key, from a laptop before this one, is kept under a name of its own: it may be all that is left. */
async function setOtherVaultAside(folder: string, fresh: Uint8Array): Promise<[string, string] | undefined> {
  const before = recipientOf(await readWhole(join(folder, vaultName)));
  if (before === null || before === recipientOf(fresh)) return undefined;
  const aside = `vault.${before.slice(4, 16)}.json`;
  await rename(join(folder, vaultName), join(folder, aside));
  await syncFolder(folder);
  return [vaultName, aside];
}

interface HomeFile {
  readonly path: string;
  readonly name: string;
}

/**
 * Small files of Ronda's home that a new laptop starts from, as they are: the vault, whose content is encrypted and
 * which opens with its passphrase or its recovery kit, and the manuals that were imported.
 */
function homeFiles(
  kind: SecondCopyKind,
  find: () => Promise<HomeFile[]>,
  findThere: (folder: string) => Promise<string[]>,
): SecondKind {
  const local: SecondKind['local'] = async () => {
    const items = [];
    for (const { path, name } of await find()) {
      const bytes = await readWhole(path);
      // One that is damaged here must not replace what is sound there.
      if (!bytes || (kind === 'vault' && recipientOf(bytes) === null)) continue;
      items.push({
        key: `${name} ${sha256Of(bytes)}`,
        at: (await stat(path)).mtimeMs,
        name,
        async copy(folder: string, signal: AbortSignal) {
          const isSound = async (copy: string): Promise<boolean> => (await readFile(copy)).equals(bytes);
          try {
            const moved = kind === 'vault' ? await setOtherVaultAside(folder, bytes) : undefined;
            await copyChecked({ from: bytes, folder, relative: name }, isSound, signal);
            await noteSum(folder, name, sha256Of(bytes), moved);
          } catch (error) {
            throw asWriteError(error, folder);
          }
          return [name];
        },
      });
    }
    return items;
  };
  return {
    kind,
    local,
    async held(folder) {
      const sums = await readSums(folder);
      const keys: string[] = [];
      for (const name of await findThere(folder)) {
        const bytes = await readWhole(join(folder, ...name.split('/')));
        if (bytes && sums.get(name) === sha256Of(bytes)) keys.push(`${name} ${sha256Of(bytes)}`);
      }
      return new Set(keys);
    },
    async verify(folder, signal) {
      const sums = await readSums(folder);
      const damaged: string[] = [];
      for (const name of await findThere(folder)) {
        signal.throwIfAborted();
        const bytes = await readWhole(join(folder, ...name.split('/')));
        if (!bytes || sums.get(name) !== sha256Of(bytes)) damaged.push(name);
      }
      return damaged;
    },
  };
}

const vaultNames = /^vault(\.[0-9a-z]{12})?\.json$/;

const manualsThere = async (folder: string): Promise<string[]> =>
  (await filesIn(join(folder, manualsFolder), manualName)).map((name) => `${manualsFolder}/${name}`);

/** The home's files in a second folder, and the names of those that are not what was copied. */
export async function readHomeFiles(
  folder: string,
): Promise<{ files: ReadonlyMap<string, Uint8Array>; damaged: string[] }> {
  const sums = await readSums(folder);
  const files = new Map<string, Uint8Array>();
  const damaged: string[] = [];
  for (const name of [vaultName, ...(await manualsThere(folder))]) {
    const bytes = await readWhole(join(folder, ...name.split('/')));
    if (!bytes) continue;
    files.set(name, bytes);
    if (sums.get(name) !== sha256Of(bytes)) damaged.push(name);
  }
  return { files, damaged };
}

const filesIn = async (folder: string, pattern: RegExp): Promise<string[]> =>
  (await entriesOf(folder, 'files')).filter((name) => pattern.test(name));

export function secondVault(vaultFile: string): SecondKind {
  const find = async (): Promise<HomeFile[]> => [{ path: vaultFile, name: vaultName }];
  return homeFiles('vault', find, (folder) => filesIn(folder, vaultNames));
}

export function secondManuals(profilesFolder: string): SecondKind {
  const find = async (): Promise<HomeFile[]> =>
    (await filesIn(profilesFolder, manualName)).map((name) => ({
      path: join(profilesFolder, name),
      name: `${manualsFolder}/${name}`,
    }));
  return homeFiles('manuals', find, manualsThere);
}
