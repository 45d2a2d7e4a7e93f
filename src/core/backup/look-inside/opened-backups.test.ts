import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackupKeys } from '../stored/backup-keys.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { createOpenedBackups } from './opened-backups.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ronda-opened-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function deps(results: readonly string[]) {
  let unpacked = 0;
  const inspector = {
    unpack: async (_file: string, to: string) => {
      await writeFile(to, 'plain');
      return { problem: results[unpacked++] ?? '', bytes: 5 };
    },
  };
  const keys: Pick<BackupKeys, 'forOpening'> = {
    forOpening: async () => ({ identities: [], passphrases: [] }),
  };
  return {
    deps: { inspector, keys } as unknown as OpenStoredDeps,
    count: () => unpacked,
  };
}
const stored = () => ({ path: join(folder, 'a.db.zst'), manifest: { bytes: 5 } });

test('a packed backup is unpacked once for several looks, and gone when nobody looked for a while', async () => {
  const { deps: parts, count } = deps([]);
  const opened = createOpenedBackups(parts, 50);
  const files = await Promise.all([1, 2, 3].map(() => opened.use('a', stored(), async (file) => file)));
  expect(new Set(files).size).toBe(1);
  expect(count()).toBe(1);
  expect(existsSync(files[0] ?? '')).toBe(true);
  await expect.poll(() => readdir(folder)).toEqual([]);
  await opened.use('a', stored(), async () => undefined);
  expect(count()).toBe(2);
  await opened.close();
  expect(await readdir(folder)).toEqual([]);
});

test('a backup that is in use stays open past its time', async () => {
  const opened = createOpenedBackups(deps([]).deps, 20);
  const seen = await opened.use('a', stored(), async (file) => {
    await opened.use('a', stored(), async () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 80));
    return existsSync(file);
  });
  expect(seen).toBe(true);
  await opened.close();
});

test('one that could not be opened is tried anew, and leaves nothing', async () => {
  const opened = createOpenedBackups(deps(['not readable']).deps);
  await expect(opened.use('a', stored(), async () => undefined)).rejects.toMatchObject({
    code: 'backup.refused-damaged',
  });
  expect(await readdir(folder)).toEqual([]);
  expect(await opened.use('a', stored(), async () => 'good')).toBe('good');
  await opened.close();
});
