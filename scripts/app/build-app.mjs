import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { BootstrapError } from '../bootstrap/report.mjs';
import { withoutElectronVariables } from '../electron-node.mjs';
import { packageBin } from '../package-bin.mjs';
import { runChild } from '../run-child.mjs';

const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

/**
 * Builds main, preload and renderer into `out/`.
 *
 * @param {string} root the checkout
 * @param {{path: string}} electron the build asks Electron for its version
 * @returns {Promise<number>} exit code of the build
 */
export function buildApp(root, electron) {
  const env = { ...withoutElectronVariables(process.env), ELECTRON_EXEC_PATH: electron.path };
  return runChild(process.execPath, [packageBin(root, 'electron-vite', 'electron-vite'), 'build'], {
    cwd: root,
    env,
  });
}

/** Builds only when `out/` is missing or older than a source. @throws {BootstrapError} when the build fails */
export async function buildAppIfStale(root, electron) {
  if (!(await isBuildStale(root))) return;
  if ((await buildApp(root, electron)) !== 0) {
    throw new BootstrapError('The console could not be built; the messages above say why.');
  }
}

/** True when the built main process is missing or some source (tests aside) is newer than it. */
export async function isBuildStale(root) {
  const built = path.join(root, 'out', 'main', 'index.js');
  if (!existsSync(built) || !existsSync(path.join(root, 'out', 'renderer', 'index.html'))) return true;
  const builtAt = (await stat(built)).mtimeMs;
  for (const source of SOURCES) {
    const full = path.join(root, source);
    if (existsSync(full) && (await newestIn(full)) > builtAt) return true;
  }
  return false;
}

/** The latest modification in a file or tree, ms since 1970. Folders count: a deleted file changes nothing else. */
async function newestIn(file) {
  const stats = await stat(file);
  if (!stats.isDirectory()) return /\.test\.tsx?$/.test(file) ? 0 : stats.mtimeMs;
  let newest = stats.mtimeMs;
  for (const name of await readdir(file)) newest = Math.max(newest, await newestIn(path.join(file, name)));
  return newest;
}
