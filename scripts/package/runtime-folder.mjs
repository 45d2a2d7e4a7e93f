import { chmod, cp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The packaged Electron binary. Not called `ronda`: that is the command, and not `electron`: Electron would think it is no package. */
export const BINARY = 'ronda-console';

const LOCALES = ['en-US.pak', 'id.pak'];

/** Where `npm run package` puts its result. */
export function packageFolder(root) {
  return path.join(root, 'dist', `ronda-${process.platform}-${process.arch}`);
}

/**
 * Copies the Electron runtime under our name, without its demo app and the languages that the console does not speak.
 *
 * @param {{path: string, version: string}} electron
 * @param {string} target an empty folder
 * @returns {Promise<{said: string}>}
 */
export async function copyRuntime(electron, target) {
  await cp(path.dirname(electron.path), target, { recursive: true });
  await rename(path.join(target, path.basename(electron.path)), path.join(target, BINARY));
  await rm(path.join(target, 'resources', 'default_app.asar'), { force: true });
  const locales = path.join(target, 'locales');
  for (const name of await readdir(locales)) {
    if (!LOCALES.includes(name)) await rm(path.join(locales, name));
  }
  await chmod(target, 0o755);
  return { said: `Electron ${electron.version}` };
}

/** Says in the package itself that it must not be given to anyone. */
export async function markUnofficial(electron, target) {
  const text = `This package holds a community build of Electron (${electron.version}), fetched for development and tests because the official one was out of reach. Do not give it to anyone.\n`;
  await writeFile(path.join(target, 'NOT-FOR-RELEASE.txt'), text);
  return { said: 'not for release: the runtime is the fallback for development and tests' };
}
