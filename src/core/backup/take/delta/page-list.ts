import { hash } from 'node:crypto';
import { closeSync, constants, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';

/** Bytes of a page's hash, as the script in the container counts them. */
export const hashBytes = 8;
const headerBytes = 100;
const magic = 'SQLite format 3\0';

export interface PageList {
  /** 0: the file is no database. */
  readonly pageSize: number;
  readonly pages: number;
}

/**
 * Hashes every page of a database's file: the first 8 bytes of the SHA-256 of each, in order.
 * @param to the file that the list is written into
 * @param copyTo a file that is made as a copy of it meanwhile; null: none
 */
export async function listPages(
  file: string,
  to: string,
  copyTo: string | null,
  progress: (phase: string, doneBytes: number, totalBytes: number) => void,
): Promise<PageList> {
  // By the system, beside the hashing: where its disk can, without copying at all.
  const copying = copyTo === null ? null : copyAs(file, copyTo);
  copying?.catch(() => undefined);
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
    writeFileSync(to, list, { flag: 'wx', mode: 0o600 });
    await copying;
    return { pageSize, pages };
  } finally {
    closeSync(fd);
  }
}

async function copyAs(file: string, to: string): Promise<void> {
  await copyFile(file, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(to, 0o600);
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
