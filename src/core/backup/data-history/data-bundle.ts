import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Id } from '../../../shared/domain/status.ts';
import { RondaError } from '../../../shared/errors.ts';
import { systemCode } from '../../platform/plain-detail.ts';
import { requireSpace } from '../durable-files.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { gitEnvironment, runGit } from './run-git.ts';

/**
 * A whole repository of JSON data as one file, for another disk: a Git bundle (`git clone FILE` opens it without
 * Ronda), encrypted where backups are.
 */
export const DataBundleManifest = z.object({
  format: z.literal('ronda-data-bundle/1'),
  host: z.object({ id: Id }),
  /** The newest commit in it. */
  commit: z.string().regex(/^[0-9a-f]{40,64}$/),
  madeAt: z.iso.datetime(),
  file: z.string().regex(/^[0-9a-f]{40,64}\.bundle(\.age)?$/),
  /** Of the file as it lies there. */
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DataBundleManifest = z.infer<typeof DataBundleManifest>;

/** Where a host's bundles lie in the second folder. No id has a dot. */
export function bundleFolder(folder: string, hostId: string): string {
  return join(folder, Id.parse(hostId), 'data.store');
}

export interface DataBundle {
  readonly path: string;
  readonly manifest: DataBundleManifest;
}

const maxManifestBytes = 64 * 1024;

/** The bundles in a folder, newest first; what does not belong there is passed over. */
export async function listBundles(folder: string, hostId: string): Promise<DataBundle[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return [];
    throw error;
  });
  const bundles: DataBundle[] = [];
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const path = join(folder, name);
    const found = await lstat(path);
    if (!found.isFile() || found.size > maxManifestBytes) continue;
    const parsed = DataBundleManifest.safeParse(parseJson(await readFile(path, 'utf8')));
    if (!parsed.success) continue;
    const { host, commit, file } = parsed.data;
    const isOwn = host.id === hostId && name === `${commit}.json` && file.startsWith(`${commit}.`);
    if (isOwn) bundles.push({ path: join(folder, file), manifest: parsed.data });
  }
  return bundles.sort((a, b) => (a.manifest.madeAt < b.manifest.madeAt ? 1 : -1));
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const branch = 'refs/heads/main';

/** The newest commit of a repository in the backup folder, read without git; null when it has none. */
export async function headOf(repository: string): Promise<string | null> {
  try {
    const text = (await readFile(join(repository, ...branch.split('/')), 'utf8')).trim();
    return /^[0-9a-f]{40,64}$/.test(text) ? text : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return null;
    throw error;
  }
}

async function git(folder: string, argv: readonly string[], signal: AbortSignal): Promise<string> {
  const { code, stdout, stderr } = await runGit(folder, argv, { env: gitEnvironment(new Date()), signal });
  if (code === 0) return stdout;
  throw new Error(stderr.trim() || `git ended with ${code}`);
}

/** Writes all of a repository into one new file. @throws Error with what git printed */
export async function writeBundle(repository: string, to: string, signal: AbortSignal): Promise<void> {
  // With HEAD, or a `git clone` of it checks nothing out.
  await git(repository, ['bundle', 'create', '--quiet', to, 'HEAD', branch], signal);
}

/** Whether `older` is in the history of the repository's newest commit. */
export async function holdsCommit(repository: string, older: string, signal: AbortSignal): Promise<boolean> {
  const argv = ['merge-base', '--is-ancestor', older, branch];
  return (await runGit(repository, argv, { env: gitEnvironment(new Date()), signal })).code === 0;
}

/**
 * Makes a repository of a bundle, every object checked.
 * @param into a folder that is made new
 * @throws Error when the bundle is damaged or holds another commit; the folder is removed then
 */
export async function readBundle(
  bundle: string,
  into: string,
  commit: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(into, { mode: 0o700 });
  try {
    await git(into, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main'], signal);
    const fetch = ['-c', 'transfer.fsckObjects=true', 'fetch', '--quiet', '--no-tags', '--no-auto-gc'];
    await git(into, [...fetch, '--', bundle, `+${branch}:${branch}`], signal);
    if ((await headOf(into)) !== commit) throw new Error('it holds another commit');
  } catch (error) {
    await rm(into, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Works with the plain file of a bundle: itself, or decrypted into `scratch` for as long as the work goes on.
 * @throws RondaError `backup.key-locked`, `backup.key-missing`; Error when it is damaged
 */
export async function withPlainBundle<T>(
  { inspector, keys }: OpenStoredDeps,
  path: string,
  { file, bytes }: Pick<DataBundleManifest, 'file' | 'bytes'>,
  scratch: string,
  signal: AbortSignal,
  work: (plain: string) => Promise<T>,
): Promise<T> {
  if (!file.endsWith('.age')) return work(path);
  const decryptWith = await keys.forOpening();
  await requireSpace(scratch, bytes);
  const plain = join(scratch, `${randomUUID()}.bundle`);
  try {
    // What is encrypted is never shorter than what it was made of.
    const how = { isCompressed: false, decryptWith, maxBytes: bytes };
    const { problem } = await inspector.unpack(path, plain, how, { signal, bytes });
    if (problem === 'no-key') throw new RondaError('backup.key-missing', { file });
    if (problem !== '') throw new Error(problem);
    return await work(plain);
  } finally {
    await rm(plain, { force: true });
  }
}

/**
 * Makes the repository of the newest bundle that is sound.
 * @param home of the host, where it is put together
 * @throws RondaError `data.bundle-damaged`, `data.no-git`, `backup.key-locked`, `backup.key-missing`; nothing is made then
 */
export async function takeOverBundle(
  stored: OpenStoredDeps,
  home: string,
  repository: string,
  bundles: readonly DataBundle[],
  signal: AbortSignal,
): Promise<void> {
  let damaged: unknown = null;
  for (const { path, manifest } of bundles) {
    const scratch = join(home, `.data-${randomUUID()}`);
    try {
      await mkdir(scratch, { mode: 0o700 });
      const made = join(scratch, 'data.git');
      await withPlainBundle(stored, path, manifest, scratch, signal, (plain) =>
        readBundle(plain, made, manifest.commit, signal),
      );
      return await rename(made, repository).catch((error: unknown) => {
        // Somebody else was first.
        if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemCode(error))) throw error;
      });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof RondaError) throw error;
      damaged ??= new RondaError('data.bundle-damaged', { file: path }, { cause: error });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  if (damaged !== null) throw damaged;
}
