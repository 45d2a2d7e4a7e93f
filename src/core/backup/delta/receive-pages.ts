import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress, zstdDecompress } from 'node:zlib';
import type { ByteReader } from '../byte-reader.ts';
import { blockBytes, type ExportHeader, PagesEnd } from '../export-protocol.ts';
import { takeJson } from '../receive-export.ts';

const unpack = { zstd: promisify(zstdDecompress), brotli: promisify(brotliDecompress) };
const headBytes = 12;
const lastFrame = 0xffff_ffff;

export interface ReceivedPages {
  /** What the script says the list of all hashes hashes to: what was put together must do so too. */
  readonly root: string;
  /** Bytes that came over the line. */
  readonly wireBytes: number;
}

/**
 * Takes frames of pages and puts each page at its place in a file, which becomes as long as the snapshot is. The file is
 * synced when this returns; when it throws, the file holds what came so far.
 * @param hasBase the file is there, with pages to keep; else it is made
 * @param onScanned hears how many pages of the snapshot have been looked at
 * @throws Error for frames that make no sense, or when the stream ends before the script said that it was done
 */
export async function receivePages(
  reader: ByteReader,
  { pageSize, pages }: { readonly pageSize: number; readonly pages: NonNullable<ExportHeader['pages']> },
  file: string,
  hasBase: boolean,
  onScanned: (pages: number) => void,
): Promise<ReceivedPages> {
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new Error(`pages of ${pageSize} bytes`);
  const most = Math.max(1, Math.floor(blockBytes / pageSize));
  const handle = await open(file, hasBase ? 'r+' : 'wx+', 0o600);
  try {
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
      if (count > most || length > plain || taken > 2 * pages.count)
        throw new Error(`a frame of ${count} pages in ${length} bytes`);
      if (count === 0) continue;
      const packed = await reader.take(length);
      const body =
        length === plain ? packed : await unpack[pages.packing](packed, { maxOutputLength: plain });
      if (body.length !== plain) throw new Error(`a frame of ${body.length} bytes, expected ${plain}`);
      await writePages(handle, body, count, { pageSize, pages: pages.count });
    }
    await handle.truncate(pages.count * pageSize);
    await handle.sync();
    const { root } = PagesEnd.parse(await takeJson(reader));
    return { root, wireBytes };
  } finally {
    await handle.close();
  }
}

/** Writes neighbours together. */
async function writePages(
  handle: Awaited<ReturnType<typeof open>>,
  body: Buffer,
  count: number,
  { pageSize, pages }: { readonly pageSize: number; readonly pages: number },
): Promise<void> {
  const numberAt = (index: number): number => body.readUInt32BE(index * 4);
  for (let first = 0; first < count; ) {
    let next = first + 1;
    while (next < count && numberAt(next) === numberAt(first) + next - first) next += 1;
    if (numberAt(first) + next - first > pages) throw new Error(`page ${numberAt(next - 1)} of ${pages}`);
    const at = count * 4 + first * pageSize;
    await handle.write(body, at, (next - first) * pageSize, numberAt(first) * pageSize);
    first = next;
  }
}
