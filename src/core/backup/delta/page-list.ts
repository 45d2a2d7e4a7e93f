import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';

/** Bytes of a page's hash, as the script in the container counts them. */
const hashBytes = 8;
const headerBytes = 100;
const magic = 'SQLite format 3\0';

export interface PageList {
  /** 0: the file is no database. */
  readonly pageSize: number;
  readonly pages: number;
  /** SHA-256 of the list, as hex. */
  readonly root: string;
}

/**
 * Hashes every page of a database's file: the first 8 bytes of the SHA-256 of each, in order.
 * @param to the file that the list is written into; null: only its root is wanted
 */
export function listPages(
  file: string,
  to: string | null,
  progress: (phase: string, doneBytes: number, totalBytes: number) => void,
): PageList {
  const total = statSync(file).size;
  const fd = openSync(file, 'r');
  try {
    const pageSize = pageSizeOf(fd);
    const pages = pageSize === 0 ? 0 : Math.floor(total / pageSize);
    const list = Buffer.alloc(pages * hashBytes);
    const perBlock = pageSize === 0 ? 0 : Math.floor((4 * 1024 * 1024) / pageSize);
    const block = Buffer.alloc(perBlock * pageSize);
    for (let first = 0; first < pages; first += perBlock) {
      const count = Math.min(perBlock, pages - first);
      const length = count * pageSize;
      for (let filled = 0; filled < length; ) {
        const bytes = readSync(fd, block, filled, length - filled, first * pageSize + filled);
        if (bytes === 0) throw new Error('the file became shorter');
        filled += bytes;
      }
      for (let index = 0; index < count; index++) {
        const page = block.subarray(index * pageSize, (index + 1) * pageSize);
        hash('sha256', page, 'buffer').copy(list, (first + index) * hashBytes, 0, hashBytes);
      }
      progress('compare', first * pageSize + length, total);
    }
    if (to !== null) writeFileSync(to, list, { flag: 'wx', mode: 0o600 });
    return { pageSize, pages, root: createHash('sha256').update(list).digest('hex') };
  } finally {
    closeSync(fd);
  }
}

/** https://www.sqlite.org/fileformat2.html#page_size */
function pageSizeOf(fd: number): number {
  const header = Buffer.alloc(headerBytes);
  if (readSync(fd, header, 0, headerBytes, 0) < headerBytes) return 0;
  if (header.toString('latin1', 0, magic.length) !== magic) return 0;
  const size = header.readUInt16BE(16);
  const pageSize = size === 1 ? 65_536 : size;
  return pageSize >= 512 && (pageSize & (pageSize - 1)) === 0 ? pageSize : 0;
}
