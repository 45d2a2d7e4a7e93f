import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { BackupManifest } from '../../../shared/domain/backup.ts';
import { createPublishedState } from '../../state/published-state.ts';
import { createMemoryRepositories } from '../testing/memory-repositories.ts';
import { resolveBackupFile, stampOf } from './backup-paths.ts';
import { createCatalogue } from './catalogue.ts';

const root = mkdtempSync(join(tmpdir(), 'ronda-catalogue-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
let home: string;
let turn = 0;
beforeEach(() => {
  folder = join(root, String(++turn));
  home = join(folder, 'rt04', 'warga-service', 'warga');
  mkdirSync(home, { recursive: true });
});

function manifest(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...BackupManifest.parse({
      format: 'ronda-backup/1',
      id: 'b-1',
      host: { id: 'rt04', name: 'RT 04' },
      service: 'warga-service',
      database: 'warga',
      sourcePath: '/app/data/warga.db',
      takenAt: '2026-11-23T02:00:00.000Z',
      reason: 'manual',
      method: 'held-read-raw',
      container: null,
      file: '2026-11-23T02-00-00Z.db',
      bytes: 4096,
      sha256: 'a'.repeat(64),
      sqliteVersion: '3.54.1',
      userVersion: 3,
      applicationId: 0,
      rowCounts: { residents: 5 },
      verification: { state: 'verified', at: '2026-11-23T02:00:01.000Z', steps: [] },
      restoreTestedAt: null,
    }),
    ...change,
  };
}

function open() {
  const repositories = createMemoryRepositories();
  const state = createPublishedState();
  const catalogue = createCatalogue({
    repository: repositories.backups,
    publisher: state,
    backupFolder: () => folder,
  });
  return { catalogue, state };
}

const put = (name: string, value: unknown): void =>
  writeFileSync(join(home, name), typeof value === 'string' ? value : JSON.stringify(value));

test('the catalogue is built anew from the manifests alone', async () => {
  put('2026-11-23T02-00-00Z.json', manifest());
  put('2026-11-23T02-00-00Z.db', 'x');
  const { catalogue, state } = open();
  expect(await catalogue.rescan()).toEqual({ found: 1, unreadable: [] });
  expect(state.list('backups')).toEqual([
    expect.objectContaining({ id: 'b-1', verification: 'verified', missing: false, hostName: 'RT 04' }),
  ]);
});

const hostile: [string, unknown, RegExp][] = [
  ['a path out of the folder', manifest({ file: '../../../../etc/passwd.db' }), /no name of a backup/],
  ['an absolute path', manifest({ file: '/etc/shadow' }), /no name of a backup/],
  ['another backup of the same folder', manifest({ file: '2026-11-24T02-00-00Z.db' }), /another file/],
  ['another service', manifest({ service: 'surat-service' }), /belongs into/],
  ['a service that is a path', manifest({ service: '../x' }), /service/],
  ['a hash that is none', manifest({ sha256: 'zz' }), /sha256/],
  ['another format', manifest({ format: 'ronda-backup/9' }), /format/],
  ['no JSON', '{"format":', /not JSON/],
  ['an endless file', 'x'.repeat(5 * 1024 * 1024), /too large/],
];
for (const [what, value, why] of hostile) {
  test(`a manifest with ${what} is refused and named`, async () => {
    put('2026-11-23T02-00-00Z.json', value);
    put('2026-11-23T02-00-00Z.db', 'x');
    const { found, unreadable } = await open().catalogue.rescan();
    expect(found).toBe(0);
    expect(unreadable.join()).toMatch(why);
  });
}

test('links are not followed: not as manifest, not as database, not as folder', async () => {
  const outside = join(root, 'outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, 'm.json'), JSON.stringify(manifest()));
  symlinkSync(join(outside, 'm.json'), join(home, '2026-11-23T02-00-00Z.json'));
  symlinkSync(outside, join(folder, 'linked'));
  expect(await open().catalogue.rescan()).toEqual({ found: 0, unreadable: [] });
});

test('a database without a manifest is named, a file that is gone is marked as missing', async () => {
  put('2026-11-23T02-00-00Z.json', manifest());
  put('2026-11-23T02-00-00Z.db', 'x');
  put('2026-11-24T02-00-00Z.db', 'orphan');
  const { catalogue, state } = open();
  const { unreadable } = await catalogue.rescan();
  expect(unreadable).toEqual([expect.stringContaining('it has no manifest')]);
  rmSync(join(home, '2026-11-23T02-00-00Z.db'));
  await expect(catalogue.locate('b-1')).rejects.toMatchObject({ code: 'backup.file-missing' });
  expect(state.get('backups', 'b-1')?.missing).toBe(true);
  rmSync(join(home, '2026-11-23T02-00-00Z.json'));
  expect((await catalogue.rescan()).found).toBe(0);
  expect(state.get('backups', 'b-1')?.missing).toBe(true);
});

test('only names that Ronda gives lead to a file', () => {
  expect(resolveBackupFile('/b', `a/b/c/${stampOf(0)}.db`)).toBe('/b/a/b/c/1970-01-01T00-00-00Z.db');
  for (const bad of [
    '../x/y/1970-01-01T00-00-00Z.db',
    'a/b/c/d.db',
    'a/b/c/../1970-01-01T00-00-00Z.db',
    '/a/b/c',
  ]) {
    expect(() => resolveBackupFile('/b', bad)).toThrow();
  }
});

test('a removed backup leaves neither file, nor manifest, nor line, and is not found again', async () => {
  put('2026-11-23T02-00-00Z.json', manifest());
  put('2026-11-23T02-00-00Z.db', 'x');
  put('2026-11-24T02-00-00Z.json', manifest({ id: 'b-2', file: '2026-11-24T02-00-00Z.db' }));
  put('2026-11-24T02-00-00Z.db', 'x');
  const { catalogue, state } = open();
  await catalogue.rescan();
  await catalogue.remove('b-1');
  expect(readdirSync(home).sort()).toEqual(['2026-11-24T02-00-00Z.db', '2026-11-24T02-00-00Z.json']);
  expect(state.list('backups').map(({ id }) => id)).toEqual(['b-2']);
  expect(await catalogue.rescan()).toEqual({ found: 1, unreadable: [] });
  await expect(catalogue.remove('b-1')).rejects.toMatchObject({ code: 'backup.not-found' });
});
