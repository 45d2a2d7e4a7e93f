import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createByteReader } from './byte-reader.ts';
import { blockBytes } from './export-protocol.ts';
import { takeFile } from './receive-export.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ronda-receive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const block = (packed: Buffer, length = packed.length): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return Buffer.concat([head, packed]);
};
async function* stream(...parts: Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
const take = (length: number, packing: 'none' | 'zstd' | 'brotli', ...parts: Buffer[]) =>
  takeFile(createByteReader(stream(...parts)), join(folder, 'copy.db'), length, packing, () => undefined);

test('packed blocks become the file they were, the last one shorter than the rest', async () => {
  const whole = Buffer.alloc(blockBytes + 1000, 'surat keterangan ');
  const [first, last] = [whole.subarray(0, blockBytes), whole.subarray(blockBytes)];
  await take(whole.length, 'zstd', block(zstdCompressSync(first)), block(zstdCompressSync(last)));
  expect((await readFile(join(folder, 'copy.db'))).equals(whole)).toBe(true);
  await rm(join(folder, 'copy.db'));
  await take(whole.length, 'brotli', block(brotliCompressSync(first)), block(brotliCompressSync(last)));
  expect((await readFile(join(folder, 'copy.db'))).equals(whole)).toBe(true);
});

test('a block that packing would not make smaller comes as it is', async () => {
  const plain = Buffer.alloc(1000, 'x');
  await take(1000, 'zstd', block(plain));
  expect((await readFile(join(folder, 'copy.db'))).equals(plain)).toBe(true);
});

test.each([
  ['a bomb', 1000, block(zstdCompressSync(Buffer.alloc(64 * 1024 * 1024)))],
  ['less than was announced', 1000, block(zstdCompressSync(Buffer.alloc(999)))],
  ['a block that is too long', 1000, block(Buffer.alloc(10), 1001)],
  ['an empty block', 1000, block(Buffer.alloc(0))],
  ['what is not packed', 1000, block(Buffer.alloc(999, 'x'))],
  ['a stream that ends', 1000, block(zstdCompressSync(Buffer.alloc(1000)).subarray(0, 5), 200)],
])('%s is refused', async (_what, length, bytes) => {
  await expect(take(length, 'zstd', bytes)).rejects.toThrow();
});
