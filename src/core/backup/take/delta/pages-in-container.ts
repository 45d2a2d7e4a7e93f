/** What the script has for it: it runs as text in the service's container and may use nothing outside its own body. */
export interface PageWays {
  read(
    fd: number,
    buffer: Buffer,
    offset: number,
    length: number,
    at: number,
  ): Promise<{ bytesRead: number }>;
  send(bytes: Uint8Array): Promise<void>;
  /** A block made smaller, or the block itself. */
  pack(block: Buffer): Promise<Buffer>;
  /** Told how long a block was waited for, and how long its sending took. */
  adapt(packedMs: number, sentMs: number, bytes: number): void;
  /** Told while nothing is sent: it has not come to a halt. */
  alive(): void;
  /** The `-wal` is still the one that the snapshot began with. */
  isWalSame(): Promise<boolean>;
}

export interface PageSource {
  readonly dbFd: number;
  readonly dbBytes: number;
  /** Null: every committed page lies in the database file. */
  readonly walFd: number | null;
  readonly walBytes: number;
  readonly pageSize: number;
  /** So many bytes of pages travel as one block. */
  readonly blockBytes: number;
}

export interface OpenedPages {
  /** Pages of the snapshot. */
  readonly pages: number;
  /**
   * Sends every page whose hash is not the one at its place in what the other side has; all are hashed while that is
   * waited for. Null: it has nothing.
   * @returns the SHA-256 of the list of the hashes of all pages, as hex, and how many were sent
   */
  send(known: Promise<Buffer> | null): Promise<{ root: string; sent: number }>;
}

/**
 * Opens a database, whose snapshot a read transaction holds, as a list of pages: each as the last transaction that was
 * committed to the `-wal` left it, else as it lies in the database file. The format of the `-wal`, its salts and its
 * checksums: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 *
 * Pages beyond the reader's mark may be among them: a later committed state is as whole as the one that is held, and
 * no checkpoint can have moved anything later than the mark into the database file.
 */
export async function openPages(
  require: NodeJS.Require,
  { read, send, pack, adapt, alive, isWalSame }: PageWays,
  { dbFd, dbBytes, walFd, walBytes, pageSize, blockBytes }: PageSource,
): Promise<OpenedPages> {
  const crypto: typeof import('node:crypto') = require('node:crypto');
  /** Bytes of a page's hash: it only spares traffic, the whole is checked by the root. */
  const hashBytes = 8;
  /** The page that has it is never written: https://www.sqlite.org/fileformat2.html#the_lock_byte_page */
  const lockByte = 0x4000_0000;
  const digest = (page: Buffer): Buffer =>
    // Older Nodes have no one-shot hash, which is twice as fast for so little.
    (typeof crypto.hash === 'function'
      ? Buffer.from(crypto.hash('sha256', page, 'hex'), 'hex')
      : crypto.createHash('sha256').update(page).digest()
    ).subarray(0, hashBytes);
  const fill = async (fd: number, buffer: Buffer, at: number): Promise<number> => {
    for (let filled = 0; filled < buffer.length; ) {
      const { bytesRead } = await read(fd, buffer, filled, buffer.length - filled, at + filled);
      if (bytesRead === 0) return filled;
      filled += bytesRead;
    }
    return buffer.length;
  };

  /** Where the newest committed bytes of a page lie in the `-wal`. */
  const inWal = new Map<number, number>();
  let pages = Math.floor(dbBytes / pageSize);

  const readWal = async (fd: number): Promise<void> => {
    const head = Buffer.alloc(32);
    if ((await fill(fd, head, 0)) < head.length) return;
    const magic = head.readUInt32BE(0);
    if (magic >>> 1 !== 0x377f0682 >>> 1 || head.readUInt32BE(8) !== pageSize) return;
    const isBig = (magic & 1) === 1;
    let [s0, s1] = [0, 0];
    const sum = (bytes: Buffer, from: number, to: number): void => {
      for (let at = from; at < to; at += 8) {
        s0 = (s0 + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + s1) >>> 0;
        s1 = (s1 + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + s0) >>> 0;
      }
    };
    sum(head, 0, 24);
    if (s0 !== head.readUInt32BE(24) || s1 !== head.readUInt32BE(28)) return;
    const frameBytes = 24 + pageSize;
    const frames = Math.floor((walBytes - head.length) / frameBytes);
    const many = Math.max(1, Math.floor(blockBytes / frameBytes));
    const pending = new Map<number, number>();
    for (let first = 0; first < frames; first += many) {
      const at = head.length + first * frameBytes;
      const block = Buffer.alloc(Math.min(many, frames - first) * frameBytes);
      const filled = await fill(fd, block, at);
      for (let from = 0; from + frameBytes <= filled; from += frameBytes) {
        if (block.compare(head, 16, 24, from + 8, from + 16) !== 0) return;
        sum(block, from, from + 8);
        sum(block, from + 24, from + frameBytes);
        if (s0 !== block.readUInt32BE(from + 16) || s1 !== block.readUInt32BE(from + 20)) return;
        pending.set(block.readUInt32BE(from) - 1, at + from + 24);
        const committedPages = block.readUInt32BE(from + 4);
        if (committedPages === 0) continue;
        pages = committedPages;
        for (const [page, place] of pending) inWal.set(page, place);
        pending.clear();
      }
      if (filled < block.length) return;
    }
  };
  if (walFd !== null) {
    await readWal(walFd);
    if (!(await isWalSame())) {
      // It can only begin anew when all of it had been taken into the database file.
      inWal.clear();
      pages = Math.floor(dbBytes / pageSize);
    }
  }

  const sendAll = async (known: Promise<Buffer> | null): Promise<{ root: string; sent: number }> => {
    const list = Buffer.alloc(pages * hashBytes);
    const perBlock = Math.max(1, Math.floor(blockBytes / pageSize));
    const ahead: Promise<{ bytes: Buffer; count: number; scanned: number }>[] = [];
    let numbers: number[] = [];
    let block = Buffer.alloc(perBlock * pageSize);
    let sent = 0;
    const sendFrame = async (bytes: Buffer, count: number, scanned: number): Promise<void> => {
      const head = Buffer.alloc(12);
      head.writeUInt32BE(bytes.length, 0);
      head.writeUInt32BE(count, 4);
      head.writeUInt32BE(scanned, 8);
      await send(head);
      await send(bytes);
    };
    const sendNext = async (): Promise<void> => {
      const began = Date.now();
      const next = await ahead.shift();
      if (!next) return;
      const ready = Date.now();
      await sendFrame(next.bytes, next.count, next.scanned);
      adapt(ready - began, Date.now() - ready, next.bytes.length);
    };
    const flush = async (scanned: number): Promise<void> => {
      if (numbers.length === 0) return;
      const count = numbers.length;
      const head = Buffer.alloc(count * 4);
      for (const [index, page] of numbers.entries()) head.writeUInt32BE(page, index * 4);
      const packed = pack(Buffer.concat([head, block.subarray(0, count * pageSize)])).then((bytes) => ({
        bytes,
        count,
        scanned,
      }));
      packed.catch(() => undefined);
      ahead.push(packed);
      sent += count;
      numbers = [];
      block = Buffer.alloc(perBlock * pageSize);
      while (ahead.length >= 3) await sendNext();
    };
    const add = async (page: number, bytes: Buffer, scanned: number): Promise<void> => {
      bytes.copy(block, numbers.length * pageSize);
      numbers.push(page);
      if (numbers.length === perBlock) await flush(scanned);
    };
    const isAt = (hashes: Buffer, page: number, hash: Buffer): boolean =>
      hashes.length >= (page + 1) * hashBytes &&
      hashes.compare(hash, 0, hashBytes, page * hashBytes, (page + 1) * hashBytes) === 0;

    /** Makes the newest bytes of a page of those that were read from the database file. */
    const freshen = async (page: number, bytes: Buffer, isRead: boolean): Promise<void> => {
      const place = inWal.get(page);
      if (place === undefined && !isRead) {
        if (page * pageSize !== lockByte) throw new Error(`page ${page} of ${pages} is in no file`);
        bytes.fill(0);
      }
      if (place !== undefined && walFd !== null && (await fill(walFd, bytes, place)) < pageSize)
        throw new Error(`page ${page} is no longer in the -wal`);
    };
    const buffer = Buffer.alloc(perBlock * pageSize);
    for (let first = 0; first < pages; first += perBlock) {
      const count = Math.min(perBlock, pages - first);
      const filled = await fill(dbFd, buffer.subarray(0, count * pageSize), first * pageSize);
      for (let index = 0; index < count; index++) {
        const page = first + index;
        const bytes = buffer.subarray(index * pageSize, (index + 1) * pageSize);
        await freshen(page, bytes, (index + 1) * pageSize <= filled);
        digest(bytes).copy(list, page * hashBytes);
        if (known === null) await add(page, bytes, page + 1);
      }
      alive();
    }
    if (known !== null) {
      const theirs = await known;
      const bytes = Buffer.alloc(pageSize);
      for (let page = 0; page < pages; page++) {
        if (isAt(theirs, page, list.subarray(page * hashBytes, (page + 1) * hashBytes))) continue;
        await freshen(page, bytes, (await fill(dbFd, bytes, page * pageSize)) === pageSize);
        digest(bytes).copy(list, page * hashBytes);
        await add(page, bytes, page + 1);
      }
    }
    if (inWal.size > 0 && !(await isWalSame())) {
      // What was read there may have been written over: the database file has it all, and is frozen by our lock.
      const bytes = Buffer.alloc(pageSize);
      for (const page of inWal.keys()) {
        if (page >= pages) continue;
        if ((await fill(dbFd, bytes, page * pageSize)) < pageSize)
          throw new Error(`page ${page} is no longer in the -wal`);
        const hash = digest(bytes);
        if (isAt(list, page, hash)) continue;
        hash.copy(list, page * hashBytes);
        await add(page, bytes, pages);
      }
    }
    await flush(pages);
    while (ahead.length > 0) await sendNext();
    await sendFrame(Buffer.alloc(0), 0xffff_ffff, pages);
    return { root: crypto.createHash('sha256').update(list).digest('hex'), sent };
  };
  return { pages, send: sendAll };
}
