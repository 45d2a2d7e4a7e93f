import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fallbackFits, requireSha512 } from './fallback-electron.mjs';

let folder;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ronda-fallback-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('an archive with one changed byte is refused before it is unpacked', async () => {
  const file = path.join(folder, 'electron.tgz');
  const pinned = createHash('sha512').update('good bytes').digest('base64');
  await writeFile(file, 'good bytes');
  await requireSha512(file, pinned);
  await writeFile(file, 'good bytez');
  await expect(requireSha512(file, pinned)).rejects.toThrow('not the pinned one');
});

test('the fallback is offered on Linux x64 alone', () => {
  expect(fallbackFits('linux', 'x64')).toBe(true);
  expect(fallbackFits('linux', 'arm64')).toBe(false);
  expect(fallbackFits('darwin', 'x64')).toBe(false);
});
