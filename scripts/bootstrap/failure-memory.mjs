import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Remembers for a day that a download was out of reach, so that a machine without that network does not wait for
 * the same failure at every start.
 *
 * @param {string} cacheDir
 * @param {string} what one file name per thing and version
 */
export function failureMemory(cacheDir, what) {
  const file = path.join(cacheDir, 'unreachable', what);
  return {
    async isFresh(now = Date.now()) {
      try {
        return isWithinADay(Number(await readFile(file, 'utf8')), now);
      } catch {
        return false;
      }
    },
    async remember(now = Date.now()) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, String(now));
    },
    async forget() {
      await rm(file, { force: true });
    },
  };
}

/** A time in the future (a clock that was set back) counts as old, or it would never expire. */
export function isWithinADay(then, now) {
  return Number.isFinite(then) && now >= then && now - then < DAY_MS;
}
