import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** A folder of the development cache, made when missing; the same cache that the bootstrap fills. */
export function devCacheFolder(name: string): string {
  const folder = join(cacheRoot(), name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function cacheRoot(): string {
  const { RONDA_DEV_CACHE, XDG_CACHE_HOME } = process.env;
  if (RONDA_DEV_CACHE) return resolve(RONDA_DEV_CACHE);
  if (process.getuid?.() === 0) return '/var/cache/ronda-dev';
  return XDG_CACHE_HOME ? join(XDG_CACHE_HOME, 'ronda-dev') : join(homedir(), '.cache', 'ronda-dev');
}
