import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuildStale } from './build-app.mjs';

const BUILT_AT = 2_000;
let root;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'ronda-build-'));
  await write('src/main/index.ts', 1_000);
  await write('out/renderer/index.html', BUILT_AT);
  await write('out/main/index.js', BUILT_AT);
  for (const folder of ['src', 'src/main']) await utimes(path.join(root, folder), 1_000, 1_000);
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function write(name, seconds) {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '');
  await utimes(file, seconds, seconds);
}

test('a build newer than every source is kept', async () => {
  expect(await isBuildStale(root)).toBe(false);
});

test('a missing window page makes the build stale', async () => {
  await rm(path.join(root, 'out', 'renderer'), { recursive: true });
  expect(await isBuildStale(root)).toBe(true);
});

test('a source or the lock file changed later makes the build stale', async () => {
  await utimes(path.join(root, 'src/main/index.ts'), 3_000, 3_000);
  expect(await isBuildStale(root)).toBe(true);
  await utimes(path.join(root, 'src/main/index.ts'), 1_000, 1_000);
  await write('package-lock.json', 3_000);
  expect(await isBuildStale(root)).toBe(true);
});

test('a deleted source makes the build stale', async () => {
  await rm(path.join(root, 'src/main/index.ts'));
  expect(await isBuildStale(root)).toBe(true);
});

test('a changed test does not', async () => {
  await write('src/main/index.test.ts', 3_000);
  await utimes(path.join(root, 'src/main'), 1_000, 1_000);
  expect(await isBuildStale(root)).toBe(false);
});
