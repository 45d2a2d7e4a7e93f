import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedTreeFits, installNpmPackages, lockHash } from './npm-install.mjs';

const entry = { version: '1.0.0', integrity: 'sha512-a' };
const lock = { packages: { '': { name: 'x' }, 'node_modules/a': entry } };
let root;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'ronda-npm-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function checkout({ lockFile, installed }) {
  await mkdir(path.join(root, 'node_modules'));
  await writeFile(path.join(root, 'package-lock.json'), JSON.stringify(lockFile));
  await writeFile(path.join(root, 'node_modules', '.package-lock.json'), JSON.stringify(installed));
}

test('a tree that npm install made for this very lock file is kept and stamped', async () => {
  await checkout({ lockFile: lock, installed: { packages: { 'node_modules/a': entry } } });
  expect((await installNpmPackages(root)).said).toBe('up to date');
  const stamp = await readFile(path.join(root, 'node_modules', '.ronda-installed-lock'), 'utf8');
  expect(stamp.trim()).toBe(await lockHash(root));
});

test('a missing, another or an extra package does not fit the lock file', () => {
  expect(installedTreeFits(lock, { packages: {} })).toBe(false);
  expect(
    installedTreeFits(lock, { packages: { 'node_modules/a': { ...entry, integrity: 'sha512-b' } } }),
  ).toBe(false);
  expect(installedTreeFits(lock, { packages: { 'node_modules/a': entry, 'node_modules/b': entry } })).toBe(
    false,
  );
});

test('an optional package of another platform may be absent', () => {
  const wanted = { packages: { ...lock.packages, 'node_modules/win': { ...entry, optional: true } } };
  expect(installedTreeFits(wanted, { packages: { 'node_modules/a': entry } })).toBe(true);
});
