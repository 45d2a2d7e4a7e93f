import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { isNeeded } from './app-archive.mjs';
import { runtimePackages } from './runtime-packages.mjs';

test('a package takes the version that Node would give to the one that asks', () => {
  const packages = {
    '': { dependencies: { a: '1', b: '1' } },
    'node_modules/a': { dependencies: { b: '2' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/b': {},
    'node_modules/c': { dependencies: { a: '1' } },
    'node_modules/unrelated': {},
  };
  expect(runtimePackages({ packages })).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
    'node_modules/c',
  ]);
});

test('a dependency that the lock file lacks stops the packaging', () => {
  const packages = { '': { dependencies: { a: '1' } } };
  expect(() => runtimePackages({ packages })).toThrow('has no a');
});

test('no tool of the developers gets into the package', async () => {
  const lock = JSON.parse(await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8'));
  const folders = runtimePackages(lock);
  expect(folders).toContain('node_modules/better-sqlite3');
  expect(folders.filter((folder) => lock.packages[folder].dev)).toEqual([]);
  expect(folders).not.toContain('node_modules/typescript');
});

test('binaries of other systems and what only a build needs stay out', () => {
  const kept = (file) => isNeeded(file.split('/'), 'linux', 'x64');
  expect(kept('prebuilds/linux-x64.node')).toBe(true);
  expect(kept('prebuilds/darwin-arm64.node')).toBe(false);
  expect(kept('prebuilds/linuxmusl-x64.node')).toBe(false);
  expect(kept('lib/database.js')).toBe(true);
  expect(kept('lib/deep/types.d.ts')).toBe(false);
  expect(kept('deps/sqlite3.tar')).toBe(false);
  expect(kept('package.json')).toBe(true);
});
