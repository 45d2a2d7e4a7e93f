import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Id } from '../../../shared/domain/status.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { bundleFolder, listBundles, takeOverBundle } from './data-bundle.ts';
import { type DataFiles, describeChange } from './describe-change.ts';
import { gitEnvironment, runGit } from './run-git.ts';

/** A bare repository: no file name of a service ever becomes a path on the laptop's disk. */
export interface DataRepository {
  /**
   * Keeps the files as they are now, all of them or none.
   * @param notes lines for the end of the message: what the files themselves do not tell
   * @returns the commit, or null when nothing changed
   */
  commit(files: DataFiles, at: Date, notes?: readonly string[]): Promise<string | null>;
  /** The files of a commit (40 or 64 hex digits), or of the newest one; none in an empty repository. */
  filesAt(commit?: string): Promise<DataFiles>;
  /** Newest first. */
  log(limit: number): Promise<{ commit: string; at: string; message: string }[]>;
  /** The commit that the remote was last known to have, or null. */
  pushed(): Promise<string | null>;
  setPushed(commit: string | null): Promise<void>;
}

const branch = 'refs/heads/main';
const pushedRef = 'refs/ronda/pushed';

/**
 * Opens the repository at `folder`, which is made when it is not there, with the `git` of the PATH.
 * @throws RondaError `data.no-git`, or an Error with what git printed
 */
export async function openDataRepository(folder: string, signal: AbortSignal): Promise<DataRepository> {
  const git = async (argv: readonly string[], input = '', at = new Date()): Promise<string> => {
    const { code, stdout, stderr } = await runGit(folder, argv, { env: gitEnvironment(at), signal, input });
    if (code === 0) return stdout;
    throw new Error(stderr.trim() || `git ended with ${code}`);
  };
  await git(['init', '--quiet', '--bare', '--template=', '--initial-branch=main']);
  const at = async (ref: string): Promise<string> =>
    (await git(['for-each-ref', '--format=%(objectname)', ref])).trim();
  const head = (): Promise<string> => at(branch);

  const repository: DataRepository = {
    async commit(files, at, notes = []) {
      const parent = await head();
      const change = describeChange(parent ? await repository.filesAt(parent) : {}, files);
      if (change === null) return null;
      const message = [change, ...(notes.length > 0 ? ['', ...notes.map(plainDetail)] : [])].join('\n');
      const lines: string[] = [];
      for (const [path, text] of Object.entries(files)) {
        lines.push(`100644 ${(await git(['hash-object', '-w', '--stdin'], text)).trim()}\t${path}\0`);
      }
      await git(['read-tree', '--empty']);
      await git(['update-index', '-z', '--add', '--index-info'], lines.join(''));
      // git leaves out a path it does not like (`../x`, `.git/x`) and still ends with 0: a copy with holes is none.
      const kept = (await git(['ls-files', '-z'])).split('\0').filter(Boolean);
      if (kept.length !== Object.keys(files).length) throw new Error('a file name that git does not keep');
      const tree = (await git(['write-tree'])).trim();
      const parents = parent ? ['-p', parent] : [];
      const commit = (await git(['commit-tree', tree, ...parents, '-F', '-'], message, at)).trim();
      // Only when nobody else committed meanwhile.
      await git(['update-ref', branch, commit, parent || '0'.repeat(commit.length)]);
      return commit;
    },
    async filesAt(commit) {
      const from = commit ?? (await head());
      if (from === '') return {};
      if (!/^[0-9a-f]{40,64}$/.test(from)) throw new Error('no commit');
      const files: [string, string][] = [];
      for (const line of (await git(['ls-tree', '-r', '-z', from])).split('\0').filter(Boolean)) {
        const tab = line.indexOf('\t');
        const object = line.slice(0, tab).split(' ')[2] ?? '';
        files.push([line.slice(tab + 1), await git(['cat-file', 'blob', object])]);
      }
      return Object.fromEntries(files);
    },
    async log(limit) {
      if ((await head()) === '') return [];
      const text = await git(['log', '-z', `--max-count=${limit}`, '--format=%H %aI%n%B', branch]);
      return text
        .split('\0')
        .filter(Boolean)
        .map((entry) => {
          const [first = '', ...rest] = entry.split('\n');
          const [commit = '', at = ''] = first.split(' ');
          return { commit, at, message: rest.join('\n').trim() };
        });
    },
    pushed: async () => (await at(pushedRef)) || null,
    async setPushed(commit) {
      await git(commit === null ? ['update-ref', '-d', pushedRef] : ['update-ref', pushedRef, commit]);
    },
  };
  return repository;
}

/** What is held while a host's repository is written, or files are read into its folder. */
export function dataLock(hostId: string): DatabaseKey {
  return { hostId, serviceId: 'data', databaseId: 'files/data.git' };
}

/**
 * The repository of a host in the backup folder, and where it lies. Where there is none yet, but a bundle of it (a second
 * folder that was chosen as the backup folder), it is made of that.
 * @throws RondaError `data.no-git`, `data.bundle-damaged`, `backup.key-locked`, `backup.key-missing`
 */
export async function openHostRepository(
  stored: OpenStoredDeps,
  backupFolder: string,
  hostId: string,
  signal: AbortSignal,
): Promise<[DataRepository, string]> {
  const home = join(backupFolder, Id.parse(hostId));
  await mkdir(home, { recursive: true, mode: 0o700 });
  const folder = join(home, 'data.git');
  const isThere = await stat(join(folder, 'HEAD')).catch(() => null);
  // An empty one made instead would hide what is in the bundle.
  if (!isThere) {
    const bundles = await listBundles(bundleFolder(backupFolder, hostId), hostId);
    await takeOverBundle(stored, home, folder, bundles, signal);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return [await openDataRepository(folder, signal), folder];
}

/**
 * A folder for what is being read, gone afterwards. Call it under `dataLock`: what a killed run left there, residents'
 * data in the clear, is removed first.
 */
export async function withScratch<T>(folder: string, work: (scratch: string) => Promise<T>): Promise<T> {
  for (const name of (await readdir(folder)).filter((each) => each.startsWith('reading-')))
    await rm(join(folder, name), { recursive: true, force: true });
  const scratch = await mkdtemp(join(folder, 'reading-'));
  try {
    return await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
