import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPublishedState } from '../state/published-state.ts';
import { loadProfiles } from './profile-store.ts';

const builtInFolder = fileURLToPath(new URL('../../../resources/profiles/', import.meta.url));
let importedFolder: string;

beforeEach(async () => {
  importedFolder = await mkdtemp(join(tmpdir(), 'ronda-profiles-'));
});
afterEach(() => rm(importedFolder, { recursive: true, force: true }));

const load = () => {
  const state = createPublishedState();
  return loadProfiles({ builtInFolder, importedFolder, state }).then((store) => ({ store, state }));
};

test('an imported profile takes the place of the built-in one with its id, also after a restart', async () => {
  const { store, state } = await load();
  const yaml = await readFile(join(builtInFolder, 'prisma-rt04.yaml'), 'utf8');
  await store.import(yaml.replace('port: 4000', 'port: 4100'));
  expect(store.get('prisma-rt04').services[0]?.port).toBe(4100);
  expect(state.get('profiles', 'prisma-rt04')?.services[0]?.port).toBe(4100);
  const again = await load();
  expect(again.store.get('prisma-rt04').services[0]?.port).toBe(4100);
});

test('a refused import saves nothing and changes nothing', async () => {
  const { store } = await load();
  const before = store.get('prisma-rt04');
  await expect(store.import('schema: 1\n__proto__: {}\n')).rejects.toMatchObject({ code: 'profile.invalid' });
  expect(await readdir(importedFolder)).toEqual([]);
  expect(store.get('prisma-rt04')).toBe(before);
});

test('an unreadable profile is reported by name and the others are used', async () => {
  await writeFile(join(importedFolder, 'broken.yaml'), 'services: [');
  await writeFile(join(importedFolder, 'huge.yaml'), Buffer.alloc(3_000_000, 0x20));
  const { store } = await load();
  expect(store.list().map(({ id }) => id)).toEqual(['prisma-rt04']);
  expect(store.problems.map(({ code, params }) => [code, params.file])).toEqual([
    ['profile.invalid', 'broken.yaml'],
    ['profile.unreadable', 'huge.yaml'],
  ]);
});
