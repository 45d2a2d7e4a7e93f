import { chmod, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/**
 * Where the set-up keeps what it fetched. Under root it is a system folder, for the unprivileged user that the
 * console runs as must be able to reach it (`/root` is closed to it).
 *
 * @param {{env: NodeJS.ProcessEnv, platform: NodeJS.Platform, isRoot: boolean, home: string}} machine
 */
export function cacheFolderFor({ env, platform, isRoot, home }) {
  if (env.RONDA_DEV_CACHE) return path.resolve(env.RONDA_DEV_CACHE);
  if (isRoot && platform === 'linux') return '/var/cache/ronda-dev';
  if (env.XDG_CACHE_HOME) return path.join(env.XDG_CACHE_HOME, 'ronda-dev');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'ronda-dev');
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'ronda-dev');
  return path.join(home, '.cache', 'ronda-dev');
}

/** True when this process may do everything on this machine. */
export function runsAsRoot() {
  return process.getuid?.() === 0;
}

/** Creates the cache folder; under root it is readable by everyone and writable by root alone. */
export async function openCacheFolder() {
  const folder = cacheFolderFor({
    env: process.env,
    platform: process.platform,
    isRoot: runsAsRoot(),
    home: os.homedir(),
  });
  await mkdir(folder, { recursive: true });
  if (runsAsRoot()) await chmod(folder, 0o755);
  return folder;
}
