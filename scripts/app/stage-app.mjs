import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../bootstrap/folder-lock.mjs';
import { lockHash } from '../bootstrap/npm-install.mjs';
import { BootstrapError } from '../bootstrap/report.mjs';
import { lastLines, runCommand } from '../bootstrap/run-command.mjs';

/**
 * Sees to it that the unprivileged user can read the built console and run Electron. A checkout under /root (or made
 * with a strict umask) is closed to it: what the running console needs is then copied into the cache folder.
 *
 * @param {{root: string, cacheDir: string, electron: {path: string, version: string}, user: {uid: number, gid: number}}} options
 * @returns {Promise<{appPath: string, electronPath: string}>} what to start, in place or copied
 */
export async function reachableApp({ root, cacheDir, electron, user }) {
  const staged = path.join(cacheDir, 'staged', createHash('sha256').update(root).digest('hex').slice(0, 16));
  const samples = [
    'package.json',
    'out/main/index.js',
    'node_modules/better-sqlite3/package.json',
    'resources',
  ];
  const isAppOpen = (await Promise.all(samples.map((file) => canRead(user, path.join(root, file))))).every(
    Boolean,
  );
  const isElectronOpen = await canRead(user, electron.path);
  if (isAppOpen && isElectronOpen) return { appPath: root, electronPath: electron.path };
  return withLock(staged, 'copy', async () => ({
    appPath: isAppOpen ? root : await stageApp(root, path.join(staged, 'app')),
    electronPath: isElectronOpen
      ? electron.path
      : await stageElectron(electron, path.join(staged, `electron-${electron.version}`)),
  }));
}

async function canRead({ uid, gid }, file) {
  const ids = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  return (await runCommand('setpriv', [...ids, 'test', '-r', file])).code === 0;
}

async function stageElectron(electron, target) {
  if (existsSync(target)) return path.join(target, path.basename(electron.path));
  await copyReadable(path.dirname(electron.path), target);
  return path.join(target, path.basename(electron.path));
}

async function stageApp(root, target) {
  await mkdir(target, { recursive: true });
  await stageModules(root, target);
  for (const name of ['package.json', 'out', 'resources']) {
    await rm(path.join(target, name), { recursive: true, force: true });
    await copyReadable(path.join(root, name), path.join(target, name));
  }
  return target;
}

/** Copies the production packages, once for each lock file. */
async function stageModules(root, target) {
  const stamp = path.join(target, 'modules.lock-hash');
  const hash = await lockHash(root);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return;
  await rm(stamp, { force: true });
  await rm(path.join(target, 'node_modules'), { recursive: true, force: true });
  const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'));
  for (const folder of productionFolders(lock)) {
    if (existsSync(path.join(root, folder)))
      await copyReadable(path.join(root, folder), path.join(target, folder));
  }
  await writeFile(stamp, hash);
}

/**
 * The package folders that a lock file calls needed in production. A package inside another one comes with it.
 *
 * @param {{packages?: Record<string, {dev?: boolean}>}} lock
 */
export function productionFolders(lock) {
  return Object.entries(lock.packages ?? {})
    .filter(([folder, entry]) => folder !== '' && entry.dev !== true)
    .map(([folder]) => folder)
    .filter((folder) => folder.lastIndexOf('node_modules/') === 0);
}

/** Copies beside the target and renames, so that a cut copy never looks complete. */
async function copyReadable(from, to) {
  await mkdir(path.dirname(to), { recursive: true });
  const work = await mkdtemp(`${to}.`);
  try {
    const copy = path.join(work, 'copy');
    await cp(from, copy, { recursive: true, verbatimSymlinks: true });
    const opened = await runCommand('chmod', ['-R', 'a+rX', copy]);
    if (opened.code !== 0)
      throw new BootstrapError(`The copy of ${from} could not be opened:\n${lastLines(opened)}`);
    await rename(copy, to);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
