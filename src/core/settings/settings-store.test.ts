import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/domain/settings.ts';
import { createManualClock } from '../platform/manual-clock.ts';
import { loadSettings } from './settings-store.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ronda-settings-'));
  file = join(folder, 'settings.json');
});

const load = () => loadSettings({ file, clock: createManualClock() });

async function saveDark(): Promise<void> {
  const { store } = await load();
  await store.update({ theme: 'dark' });
}

test('the first start has the defaults and writes nothing', async () => {
  const { store, problem } = await load();
  expect(store.get()).toEqual(defaultSettings);
  expect(problem).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test('what was saved is there at the next start', async () => {
  await saveDark();
  expect((await load()).store.get().theme).toBe('dark');
});

test.each([
  ['truncated', async () => writeFile(file, (await readFile(file, 'utf8')).slice(0, 20))],
  ['50 MB long', () => writeFile(file, 'x'.repeat(50_000_000))],
  ['holding an unknown key', () => writeFile(file, JSON.stringify({ ...defaultSettings, surprise: 1 }))],
  [
    'holding __proto__',
    () => writeFile(file, `{"__proto__":{"theme":"light"},${JSON.stringify(defaultSettings).slice(1)}`),
  ],
])('a settings file %s is set aside and the last good one used', async (_how, spoil) => {
  await saveDark();
  await spoil();
  const { store, problem } = await load();
  expect(store.get().theme).toBe('dark');
  expect(problem?.code).toBe('state.settings-damaged');
  const aside = String(problem?.params.aside);
  expect((await readdir(folder)).map((name) => join(folder, name))).toContain(aside);
});

test('a value that is not valid is not saved', async () => {
  await saveDark();
  const { store } = await load();
  await expect(store.update({ adminName: 'x'.repeat(1000) })).rejects.toThrow();
  expect((await load()).store.get().adminName).toBe('');
});

test('a settings file of the first Ronda is still good: what was added since is as it was without it', async () => {
  const first = {
    language: 'en',
    theme: 'dark',
    adminName: 'Siti',
    backupFolder: '/srv/backups',
    notifications: false,
  };
  await writeFile(file, JSON.stringify(first));
  const { store, problem } = await load();
  expect(problem).toBeNull();
  expect(store.get()).toEqual({ ...defaultSettings, backupCompression: false, ...first });
});

test('a settings file from before the tray is still good', async () => {
  const { tray: _tray, closeToTray: _close, startAtLogin: _start, ...older } = defaultSettings;
  await writeFile(file, JSON.stringify({ ...older, adminName: 'Siti' }));
  const { store, problem } = await load();
  expect(problem).toBeNull();
  expect(store.get()).toEqual({ ...defaultSettings, adminName: 'Siti' });
});

test('what another process saved is taken up and not overwritten, nor is one of two changes at once', async () => {
  await saveDark();
  const [{ store: window }, { store: command }] = [await load(), await load()];
  const heard: string[] = [];
  window.subscribe(({ adminName }) => void heard.push(adminName));
  await command.update({ adminName: 'Siti' });
  expect(window.get().adminName).toBe('');
  expect((await window.reload()).adminName).toBe('Siti');
  await command.update({ adminName: 'Budi' });
  await Promise.all([window.update({ theme: 'light' }), window.update({ tray: true })]);
  expect((await load()).store.get()).toMatchObject({ adminName: 'Budi', theme: 'light', tray: true });
  expect(heard.slice(0, 2)).toEqual(['Siti', 'Budi']);
});
