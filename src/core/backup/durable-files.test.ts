import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asWriteError, requireSpace, syncFile } from './durable-files.ts';

test.each([
  ['ENOSPC', 'backup.no-space'],
  ['EDQUOT', 'backup.no-space'],
  ['EIO', 'backup.write-failed'],
  ['EROFS', 'backup.write-failed'],
])('a write that ends with %s is a failure that says what to do', (code, expected) => {
  const error = Object.assign(new Error(`${code}: write`), { code });
  expect(asWriteError(error, '/backups')).toMatchObject({ code: expected, cause: error });
});

test('what is no error of the disk passes unchanged', () => {
  for (const error of [new Error('x'), Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'text']) {
    expect(asWriteError(error, '/backups')).toBe(error);
  }
});

test('a file that cannot be synced is never taken for written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ronda-sync-'));
  try {
    await expect(syncFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(requireSpace(folder, Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
      code: 'backup.no-space',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
