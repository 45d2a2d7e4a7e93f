import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createPublishedState } from '../state/published-state.ts';
import { loadProfiles } from './profile-store.ts';

const builtInFolder = fileURLToPath(new URL('../../../resources/profiles/', import.meta.url));
let importedFolder = '';
beforeEach(async () => {
  importedFolder = await mkdtemp(join(tmpdir(), 'ronda-added-'));
  onTestFinished(() => rm(importedFolder, { recursive: true, force: true }));
});
const open = () => loadProfiles({ builtInFolder, importedFolder, state: createPublishedState() });
const idsOf = (profiles: Awaited<ReturnType<typeof open>>) =>
  profiles
    .get('prisma-rt04')
    .services.find(({ id }) => id === 'surat-service')
    ?.databases.map(({ id }) => id);
const arsip = { id: 'arsip', engine: 'sqlite', path: '/app/data/arsip.db', volume: 'surat-data' } as const;

test('an added database is the service’s own from then on, also after a restart, and the manual stays as it is', async () => {
  const first = await open();
  const heard: string[] = [];
  first.subscribe(({ id }) => heard.push(id));
  await first.addDatabase('prisma-rt04', 'surat-service', arsip);
  expect(heard).toEqual(['prisma-rt04']);
  for (const profiles of [first, await open()]) {
    expect(idsOf(profiles)).toEqual(['arsip']);
    expect(profiles.manual('prisma-rt04').services.flatMap(({ databases }) => databases)).toHaveLength(2);
  }
});

test('two that add at the same home keep each other’s', async () => {
  const [one, two] = [await open(), await open()];
  await one.addDatabase('prisma-rt04', 'surat-service', arsip);
  await two.addDatabase('prisma-rt04', 'surat-service', { ...arsip, id: 'lain', path: '/app/data/lain.db' });
  expect(idsOf(two)).toEqual(['arsip', 'lain']);
});

test('an added database is taken out again, and what another process added stays', async () => {
  const [one, two] = [await open(), await open()];
  await one.addDatabase('prisma-rt04', 'surat-service', arsip);
  await two.addDatabase('prisma-rt04', 'surat-service', { ...arsip, id: 'lain', path: '/app/data/lain.db' });
  await one.removeDatabase('prisma-rt04', 'surat-service', 'arsip');
  for (const profiles of [one, await open()]) {
    expect(idsOf(profiles)).toEqual(['lain']);
    expect(Object.keys(profiles.addedDatabases('prisma-rt04'))).toEqual(['surat-service']);
  }
  await one.removeDatabase('prisma-rt04', 'surat-service', 'lain');
  expect((await open()).addedDatabases('prisma-rt04')).toEqual({});
});

test('a manual that comes to name the file itself has it once', async () => {
  const profiles = await open();
  await profiles.addDatabase('prisma-rt04', 'surat-service', arsip);
  const text = await readFile(join(builtInFolder, 'prisma-rt04.yaml'), 'utf8');
  const own = `databases:\n      - { id: surat, engine: sqlite, path: ${arsip.path}, volume: surat-data }\n    port: 4004`;
  await profiles.import(text.replace('port: 4004', own));
  expect(idsOf(profiles)).toEqual(['surat']);
});

test('a damaged file is said, the manual is used as it is, and nothing is written over it', async () => {
  const file = join(importedFolder, 'prisma-rt04.databases.json');
  await writeFile(file, '{"surat-service":[{"id":"../x"}]}');
  const profiles = await open();
  expect(profiles.problems.map(({ code }) => code)).toEqual(['profile.unreadable']);
  expect(idsOf(profiles)).toEqual([]);
  await expect(profiles.addDatabase('prisma-rt04', 'surat-service', arsip)).rejects.toMatchObject({
    code: 'profile.unreadable',
  });
  expect(await readFile(file, 'utf8')).toContain('../x');
});
