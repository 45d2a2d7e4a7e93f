import { createHash, hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress, zstdDecompress } from 'node:zlib';
import type { ByteReader } from '../byte-reader.ts';
import { blockBytes, type ExportHeader, PagesEnd } from '../export-protocol.ts';
import { takeJson } from '../receive-export.ts';
import { hashBytes } from './page-list.ts';

const unpack = { zstd: promisify(zstdDecompress), brotli: promisify(brotliDecompress) };
const headBytes = 12;
const lastFrame = 0xffff_ffff;

export interface ReceivedPages {
  /** What was put together is, by the hash of the hashes of its pages, what the script has. */
  readonly isWhole: boolean;
  /** Bytes that came over the line. */
  readonly wireBytes: number;
}

/**
 * Takes frames of pages and puts each page at its place in a file, which becomes as long as the snapshot is. The file is
 * synced when this returns; when it throws, the file holds what came so far.
 * @param base the hashes of the pages that the file has; null: it is made
 * @param onScanned hears how many pages of the snapshot have been looked at
 * @throws Error for frames that make no sense, or when the stream ends before the script said that it was done
 */
export async function receivePages(
  reader: ByteReader,
  { pageSize, pages }: { readonly pageSize: number; readonly pages: NonNullable<ExportHeader['pages']> },
  file: string,
  base: Buffer | null,
  onScanned: (pages: number) => void,
): Promise<ReceivedPages> {
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new Error(`pages of ${pageSize} bytes`);
  const most = Math.max(1, Math.floor(blockBytes / pageSize));
  const handle = await open(file, base ? 'r+' : 'wx+', 0o600);
  try {
    const list = Buffer.alloc(pages.count * hashBytes);
    base?.copy(list);
    let wireBytes = 0;
    let taken = 0;
    for (;;) {
      const head = await reader.take(headBytes);
      const [length, count, scanned] = [head.readUInt32BE(0), head.readUInt32BE(4), head.readUInt32BE(8)];
      wireBytes += headBytes + length;
      if (scanned > pages.count) throw new Error(`page ${scanned} of ${pages.count}`);
      onScanned(scanned);
      if (count === lastFrame && length === 0) break;
      const plain = count * (4 + pageSize);
      taken += count;
      // Those of the -wal may come twice; one that never ends would fill the disk.
      if (count === 0 || count > most || length > plain || taken > 2 * pages.count)
        throw new Error(`a frame of ${count} pages in ${length} bytes`);
      const packed = await reader.take(length);
      const body =
        length === plain ? packed : await unpack[pages.packing](packed, { maxOutputLength: plain });
      if (body.length !== plain) throw new Error(`a frame of ${body.length} bytes, expected ${plain}`);
      await writePages(handle, body, count, { pageSize, list });
    }
    await handle.truncate(pages.count * pageSize);
    await handle.sync();
    const { root } = PagesEnd.parse(await takeJson(reader));
    return { isWhole: createHash('sha256').update(list).digest('hex') === root, wireBytes };
  } finally {
    await handle.close();
  }
}

/** Writes neighbours together, and their hashes into the list. */
async function writePages(
  handle: Awaited<ReturnType<typeof open>>,
  body: Buffer,
  count: number,
  { pageSize, list }: { readonly pageSize: number; readonly list: Buffer },
): Promise<void> {
  const numberAt = (index: number): number => body.readUInt32BE(index * 4);
  for (let first = 0; first < count; ) {
    let next = first + 1;
    while (next < count && numberAt(next) === numberAt(first) + next - first) next += 1;
    const end = numberAt(first) + next - first;
    if (end * hashBytes > list.length) throw new Error(`a page ${end - 1} that there is not`);
    const at = count * 4 + first * pageSize;
    await handle.write(body, at, (next - first) * pageSize, numberAt(first) * pageSize);
    for (let index = first; index < next; index++) {
      const from = count * 4 + index * pageSize;
      const page = body.subarray(from, from + pageSize);
      hash('sha256', page, 'buffer').copy(list, numberAt(index) * hashBytes, 0, hashBytes);
    }
    first = next;
  }
}
