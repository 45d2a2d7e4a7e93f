import path from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolderFor } from './cache-folder.mjs';
import { isWithinADay } from './failure-memory.mjs';

const machine = { env: {}, platform: 'linux', isRoot: false, home: '/home/ani' };

test('under root the cache lies where the unprivileged user can reach it', () => {
  expect(cacheFolderFor({ ...machine, isRoot: true, env: { XDG_CACHE_HOME: '/root/.cache' } })).toBe(
    '/var/cache/ronda-dev',
  );
});

test('the folder that was asked for wins, also under root', () => {
  const env = { RONDA_DEV_CACHE: '/srv/cache' };
  expect(cacheFolderFor({ ...machine, isRoot: true, env })).toBe(path.resolve('/srv/cache'));
});

test('elsewhere it is a folder of its own in the platform’s cache folder', () => {
  expect(cacheFolderFor(machine)).toBe('/home/ani/.cache/ronda-dev');
  expect(cacheFolderFor({ ...machine, env: { XDG_CACHE_HOME: '/x' } })).toBe('/x/ronda-dev');
  expect(cacheFolderFor({ ...machine, platform: 'darwin' })).toBe('/home/ani/Library/Caches/ronda-dev');
});

test('a failed download is asked for again after a day, or when the clock was set back', () => {
  const hour = 3_600_000;
  expect(isWithinADay(0, 23 * hour)).toBe(true);
  expect(isWithinADay(0, 24 * hour)).toBe(false);
  expect(isWithinADay(2 * hour, hour)).toBe(false);
  expect(isWithinADay(Number('garbage'), hour)).toBe(false);
});
