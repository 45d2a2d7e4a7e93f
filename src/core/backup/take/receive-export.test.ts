import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createByteReader } from './byte-reader.ts';
import { takeFile } from './receive-export.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ronda-receive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* stream(...parts: Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
const take = (length: number, ...parts: Buffer[]) =>
  takeFile(createByteReader(stream(...parts)), join(folder, 'copy.db'), length, () => undefined);

test('a file is what came, however it was cut into chunks', async () => {
  await take(6, Buffer.from('sur'), Buffer.from('a'), Buffer.from('t! and more'));
  expect(await readFile(join(folder, 'copy.db'), 'utf8')).toBe('surat!');
});

test('a stream that ends early is told', async () => {
  await expect(take(6, Buffer.from('sur'))).rejects.toThrow('3 bytes early');
});
