import {
  copyFileSync,
  mkdtempSync,
  openSync,
  read,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, zstdCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createByteReader } from '../byte-reader.ts';
import { listPages } from './page-list.ts';
import { openPages } from './pages-in-container.ts';
import { receivePages } from './receive-pages.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync('/tmp/ronda-pages-');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const blockBytes = 64 * 1024;

/** A database with a `-wal` that is never taken in by itself. */
function openSource(name = 'source.db', pageSize = 4096): Database.Database {
  const db = new Database(at(name));
  db.pragma(`page_size = ${pageSize}`);
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.exec('CREATE TABLE IF NOT EXISTS letters (id INTEGER PRIMARY KEY, body TEXT)');
  return db;
}
const write = (db: Database.Database, from: number, count: number, text: string): void => {
  const put = db.prepare('INSERT OR REPLACE INTO letters VALUES (?, ?)');
  db.transaction(() => {
    for (let id = from; id < from + count; id++) put.run(id, `${text} ${id} ${'x'.repeat(300)}`);
  })();
};
const rowsOf = (file: string): unknown[] => {
  const db = new Database(file, { readonly: true });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    return db.prepare('SELECT * FROM letters ORDER BY id').all();
  } finally {
    db.close();
  }
};

/** Both ends, with what the script in the container has around them. */
async function transfer(
  source: string,
  to: string,
  {
    known = null,
    base = known,
    isWalSame = async () => true,
    pageSize = 4096,
  }: {
    known?: Buffer | null;
    base?: Buffer | null;
    isWalSame?: () => Promise<boolean>;
    pageSize?: number;
  } = {},
) {
  const walFile = `${source}-wal`;
  const sent: Buffer[] = [];
  const opened = await openPages(
    createRequire(import.meta.url),
    {
      read: promisify(read),
      send: async (bytes) => void sent.push(Buffer.from(bytes)),
      pack: async (block) => zstdCompressSync(block),
      adapt: () => undefined,
      alive: () => undefined,
      isWalSame,
    },
    {
      dbFd: openSync(source, 'r'),
      dbBytes: statSync(source).size,
      walFd: openSync(walFile, 'r'),
      walBytes: statSync(walFile).size,
      pageSize,
      blockBytes,
    },
  );
  const end = await opened.send(known && Promise.resolve(known));
  const text = Buffer.from(JSON.stringify({ ended: true, ...end }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  async function* stream(): AsyncGenerator<Buffer> {
    yield* [...sent, length, text];
  }
  const received = await receivePages(
    createByteReader(stream()),
    { pageSize, pages: { count: opened.pages, packing: 'zstd' } },
    to,
    base,
    () => undefined,
  );
  return { ...received, sent: end.sent, pages: opened.pages };
}
const listOf = (file: string): Buffer => {
  const to = `${file}.list`;
  listPages(file, to, null, () => undefined);
  const list = readFileSync(to);
  rmSync(to);
  return list;
};

test.each([512, 4096, 65_536])(
  'a first copy in pages of %i bytes is the database with its -wal',
  async (pageSize) => {
    const db = openSource('source.db', pageSize);
    write(db, 1, 2000, 'first');
    db.pragma('wal_checkpoint(TRUNCATE)');
    write(db, 500, 100, 'second');
    const { isWhole, sent, pages } = await transfer(at('source.db'), at('copy.db'), { pageSize });
    expect(sent).toBe(pages);
    expect(isWhole).toBe(true);
    expect(rowsOf(at('copy.db'))).toEqual(rowsOf(at('source.db')));
    db.close();
  },
);

test('of a second copy only what changed travels, and the whole is the same', async () => {
  const db = openSource();
  write(db, 1, 20_000, 'first');
  db.pragma('wal_checkpoint(TRUNCATE)');
  await transfer(at('source.db'), at('copy.db'));
  write(db, 500, 10, 'second');
  write(db, 20_001, 50, 'new');
  const list = listOf(at('copy.db'));
  const { isWhole, sent, pages, wireBytes } = await transfer(at('source.db'), at('copy.db'), { known: list });
  expect(sent).toBeLessThan(pages / 50);
  expect(wireBytes).toBeLessThan(20_000);
  expect(isWhole).toBe(true);
  expect(rowsOf(at('copy.db'))).toEqual(rowsOf(at('source.db')));
  db.close();
});

test('a database that became shorter becomes shorter here', async () => {
  const db = openSource();
  write(db, 1, 5000, 'first');
  await transfer(at('source.db'), at('copy.db'));
  db.exec('DELETE FROM letters WHERE id > 100; VACUUM');
  const list = listOf(at('copy.db'));
  const { pages } = await transfer(at('source.db'), at('copy.db'), { known: list });
  expect(statSync(at('copy.db')).size).toBe(pages * 4096);
  expect(rowsOf(at('copy.db'))).toHaveLength(100);
  db.close();
});

test('half a copy is gone on from: what had come does not travel again', async () => {
  const db = openSource();
  write(db, 1, 20_000, 'first');
  await transfer(at('source.db'), at('whole.db'));
  const bytes = readFileSync(at('whole.db'));
  writeFileSync(at('half.db'), bytes.subarray(0, Math.floor(bytes.length / 2) + 100));
  const { sent, isWhole, pages } = await transfer(at('source.db'), at('half.db'), {
    known: listOf(at('half.db')),
  });
  expect(sent).toBeLessThanOrEqual(Math.ceil(pages / 2));
  expect(isWhole).toBe(true);
  expect(readFileSync(at('half.db')).equals(bytes)).toBe(true);
  db.close();
});

test('what was put together from the wrong pages is found out', async () => {
  const db = openSource();
  write(db, 1, 1000, 'first');
  await transfer(at('source.db'), at('older.db'));
  write(db, 1, 1, 'second');
  await transfer(at('source.db'), at('newer.db'));
  const lie = { known: listOf(at('newer.db')), base: listOf(at('older.db')) };
  expect(await transfer(at('source.db'), at('older.db'), lie)).toMatchObject({ isWhole: false, sent: 0 });
  db.close();
});

test('frames of the -wal that no commit follows, or whose checksum does not hold, are left out', async () => {
  const db = openSource();
  write(db, 1, 500, 'first');
  copyFileSync(at('source.db'), at('torn.db'));
  const wal = readFileSync(at('source.db-wal'));
  write(db, 1, 500, 'second');
  const longer = readFileSync(at('source.db-wal'));
  db.close();
  const half = Buffer.from(longer.subarray(0, wal.length + Math.floor((longer.length - wal.length) / 2)));
  writeFileSync(at('torn.db-wal'), half);
  await transfer(at('torn.db'), at('copy.db'));
  expect(rowsOf(at('copy.db'))).toMatchObject(Array.from({ length: 500 }, (_, i) => ({ id: i + 1 })));
  expect(JSON.stringify(rowsOf(at('copy.db')))).not.toContain('second');

  const flipped = Buffer.from(longer);
  flipped[wal.length + 24 + 2000] = (flipped[wal.length + 24 + 2000] ?? 0) ^ 1;
  writeFileSync(at('torn.db-wal'), flipped);
  await transfer(at('torn.db'), at('other.db'));
  expect(JSON.stringify(rowsOf(at('other.db')))).not.toContain('second');
});

test('a -wal that begins anew while it is read: the database file, which has it all, is taken', async () => {
  const db = openSource();
  write(db, 1, 500, 'first');
  db.pragma('wal_checkpoint(PASSIVE)');
  const before = rowsOf(at('source.db'));
  copyFileSync(at('source.db'), at('frozen.db'));
  copyFileSync(at('source.db-wal'), at('frozen.db-wal'));
  db.close();
  let asked = 0;
  await transfer(at('frozen.db'), at('copy.db'), {
    isWalSame: async () => {
      asked += 1;
      if (asked > 1) return false;
      // Between the look into it and the reading of its pages: another writer's frames.
      const wal = readFileSync(at('frozen.db-wal'));
      writeFileSync(
        at('frozen.db-wal'),
        Buffer.concat([wal.subarray(0, 32), Buffer.alloc(wal.length - 32, 7)]),
      );
      return true;
    },
  });
  expect(asked).toBe(2);
  expect(rowsOf(at('copy.db'))).toEqual(before);
});

const head = (length: number, count: number, scanned: number): Buffer => {
  const bytes = Buffer.alloc(12);
  for (const [index, value] of [length, count, scanned].entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
};
const page = (number: number): Buffer => {
  const bytes = Buffer.alloc(4 + 4096, 'x');
  bytes.writeUInt32BE(number);
  return bytes;
};
const frame = (packed: Buffer, count = 1): Buffer => Buffer.concat([head(packed.length, count, 1), packed]);

test.each([
  ['a bomb', frame(zstdCompressSync(Buffer.alloc(64 * 1024 * 1024)))],
  ['less than was announced', frame(zstdCompressSync(page(0).subarray(1)))],
  ['a body that is too long', frame(Buffer.alloc(4101))],
  ['a page beyond the end', frame(page(10))],
  ['a page far beyond the end', frame(page(0xffff_ffff))],
  ['more pages than a block has', frame(zstdCompressSync(Buffer.alloc(2000 * 4100)), 2000)],
  ['the same pages without end', Buffer.concat(Array.from({ length: 21 }, () => frame(page(0))))],
  ['having looked at more than there is', head(0, 0, 11)],
  ['what is not packed', frame(Buffer.alloc(4000, 'x'))],
  ['another packing', frame(brotliCompressSync(page(0)))],
  ['a stream that ends', frame(zstdCompressSync(page(0))).subarray(0, 20)],
  ['an end that says nothing', Buffer.concat([head(0, 0xffff_ffff, 10), Buffer.from('\0\0\0\x02{}')])],
])('%s is refused', async (_what, bytes) => {
  async function* stream(): AsyncGenerator<Buffer> {
    yield bytes;
  }
  const pages = { count: 10, packing: 'zstd' } as const;
  await expect(
    receivePages(createByteReader(stream()), { pageSize: 4096, pages }, at('copy.db'), null, () => undefined),
  ).rejects.toThrow();
  expect(statSync(at('copy.db')).size).toBeLessThanOrEqual(10 * 4096);
});
