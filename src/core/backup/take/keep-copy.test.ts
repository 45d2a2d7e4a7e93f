import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RondaError } from '../../../shared/errors.ts';
import { createDatabaseLocks } from '../database-locks.ts';
import { removeLeftCopies } from './keep-copy.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ronda-left-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, 'residents');
  return file;
}

const free = createDatabaseLocks({ withLease: (_resource, work) => work() });

test('half copies that a killed run left go at the next start, and nothing else does', async () => {
  const left = write('rt04/warga-service/warga/.partial-1/copy.db');
  const otherLeft = write('rt04/kas-service/kas/.partial-2/copy.db-wal');
  const kept = ['2026-11-23T02-00-00Z.db', '2026-11-23T02-00-00Z.json', 'notes.txt'].map((name) =>
    write(`rt04/warga-service/warga/${name}`),
  );
  const foreign = write('Not ours/.partial-3/copy.db');
  await removeLeftCopies(folder, free, Date.now());
  expect([left, otherLeft].map((file) => existsSync(join(file, '..')))).toEqual([false, false]);
  expect([...kept, foreign].filter((file) => !existsSync(file))).toEqual([]);
});

test('the copy that another console makes at this moment stays', async () => {
  const coming = write('rt04/warga-service/warga/.partial-1/copy.db');
  const left = write('rt04/zz-service/zz/.partial-2/copy.db');
  const locks = createDatabaseLocks({
    withLease: async (resource, work) => {
      if (resource.includes('warga')) throw new RondaError('state.lease-held', { holder: 'cli', resource });
      return work();
    },
  });
  await removeLeftCopies(folder, locks, Date.now());
  expect(existsSync(coming)).toBe(true);
  expect(existsSync(left)).toBe(false);
});

test('a folder of backups that is not there is no failure', async () => {
  await removeLeftCopies(join(folder, 'unplugged'), free, Date.now());
});
