import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { CheckChange } from '../../shared/domain/check-change.ts';
import { createPublishedState } from '../state/published-state.ts';
import { checkSettingsHandlers } from './check-settings-handlers.ts';
import { loadProfiles } from './profile-store.ts';

const builtInFolder = fileURLToPath(new URL('../../../resources/profiles/', import.meta.url));
const context = { signal: new AbortController().signal, emit: async () => undefined };
const where = { hostId: 'rt04', serviceId: 'gateway' };
let importedFolder = '';
beforeEach(async () => {
  importedFolder = await mkdtemp(join(tmpdir(), 'ronda-changes-'));
  onTestFinished(() => rm(importedFolder, { recursive: true, force: true }));
});

async function open() {
  const profiles = await loadProfiles({ builtInFolder, importedFolder, state: createPublishedState() });
  const handlers = checkSettingsHandlers({ profiles, profileIdOf: () => 'prisma-rt04' });
  const change = (checkId: string, what: CheckChange | null) =>
    handlers['health.change-check']({ ...where, checkId, change: what }, context);
  const settings = async () => (await handlers['health.check-settings'](where, context)).checks;
  const run = () => profiles.get('prisma-rt04').services.find(({ id }) => id === 'gateway')?.checks ?? [];
  return { profiles, change, settings, run };
}

test('what is changed of a check is run from then on, also after a restart, and the manual stays as it is', async () => {
  const first = await open();
  const heard: string[] = [];
  first.profiles.subscribe(({ id }) => heard.push(id));
  await first.change('health', { every: '30s', failures: 3, slowerThan: '2s' });
  expect(heard).toEqual(['prisma-rt04']);
  for (const { run, settings, profiles } of [first, await open()]) {
    expect(run()[0]).toMatchObject({ id: 'health', every: 30_000, failures: 3, slowerThan: 2000 });
    expect((await settings())[0]).toMatchObject({
      every: 30_000,
      timeout: 10_000,
      changed: { every: '30s', failures: 3, slowerThan: '2s' },
    });
    expect(profiles.manual('prisma-rt04').services[0]?.checks[0]).toMatchObject({
      every: 60_000,
      failures: 2,
    });
  }
});

test('a check that is switched off is not run but can be switched on again; taken back, all is as the manual says', async () => {
  const { change, run, settings } = await open();
  await change('docker', { enabled: false });
  expect(run().map(({ id }) => id)).toEqual(['health']);
  expect((await settings()).map(({ checkId, enabled }) => [checkId, enabled])).toEqual([
    ['health', true],
    ['docker', false],
  ]);
  await change('docker', null);
  expect(run().map(({ id }) => id)).toEqual(['health', 'docker']);
});

test.each([
  [{ every: '22x' }, 'every'],
  [{ every: '0s' }, 'every'],
  [{ failures: 0 }, 'failures'],
  [{ failures: 70_000 }, 'failures'],
  [{ timeout: '' }, 'timeout'],
])('%j is refused by its field', (change, field) => {
  const result = CheckChange.safeParse(change);
  expect(result.error?.issues[0]?.path).toEqual([field]);
});

test('a damaged file of changes is said, and the manual is run as it is', async () => {
  await writeFile(join(importedFolder, 'prisma-rt04.changes.json'), '{"gateway/health":{"every":"22x"}}');
  const { profiles, run } = await open();
  expect(profiles.problems.map(({ code }) => code)).toEqual(['profile.unreadable']);
  expect(run()[0]).toMatchObject({ every: 60_000 });
});

test('a check that is not in the manual cannot be changed, and nothing is written', async () => {
  const { change } = await open();
  await expect(change('nothing', { enabled: false })).rejects.toMatchObject({
    code: 'health.unknown-check',
  });
  await expect(readFile(join(importedFolder, 'prisma-rt04.changes.json'))).rejects.toThrow('ENOENT');
});
