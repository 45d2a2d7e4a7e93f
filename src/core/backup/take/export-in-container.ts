import { openPages } from './delta/pages-in-container.ts';
import type { ExportParams } from './export-protocol.ts';

interface SourceDatabase {
  exec(sql: string): void;
  get(sql: string): Record<string, unknown>;
  names(sql: string): string[];
  close(): void;
}

/**
 * Runs inside the service's container, as text, under whatever Node the image has (18 and newer): it may use nothing
 * outside its own body. It holds a read transaction, so that no checkpoint can move the database past the snapshot nor
 * begin the `-wal` anew beneath it, and sends both files raw, or over a far line the pages that the
 * other side does not have. It writes nothing that outlives it.
 *
 * Two traps shape it. POSIX drops **all** locks a process has on a file when it closes any descriptor of it: the
 * database and the `-wal` are opened once and stay open until the transaction is over. And Node's stdout on a pipe
 * blocks the event loop: it writes through the thread pool instead, so that a closed stdin is noticed while the
 * pipe is full.
 */
export async function exportInContainer(
  require: NodeJS.Require,
  process: NodeJS.Process,
  params: ExportParams,
  open: typeof openPages,
): Promise<void> {
  const fs: typeof import('node:fs') = require('node:fs');
  const os: typeof import('node:os') = require('node:os');
  const pathOf: typeof import('node:path') = require('node:path');
  const { createRequire }: typeof import('node:module') = require('node:module');
  const { promisify }: typeof import('node:util') = require('node:util');
  const zlib: typeof import('node:zlib') = require('node:zlib');
  const read = promisify(fs.read);
  const write = promisify(fs.write);

  let db: SourceDatabase | null = null;
  let movedAt = Date.now();

  /** The thread pool may be stuck in a write nobody takes, and `exit` would wait for it: hence the signal. */
  const die = (): void => {
    try {
      db?.close();
    } finally {
      process.kill(process.pid, 'SIGKILL');
    }
  };
  process.stdin.on('end', die);
  process.stdin.on('close', die);
  process.stdin.on('error', die);
  const alive = (): void => {
    movedAt = Date.now();
  };
  /** The hashes of the pages that the other side has: their number, 4 bytes big-endian, and 8 bytes each. */
  const known = new Promise<Buffer>((resolve) => {
    let came: Buffer[] = [];
    let length = 0;
    process.stdin.on('data', (chunk: Buffer) => {
      alive();
      came.push(chunk);
      length += chunk.length;
      if (length < 4) return;
      if ((came[0]?.length ?? 0) < 4) came = [Buffer.concat(came)];
      const wanted = 4 + (came[0]?.readUInt32BE(0) ?? 0) * 8;
      if (length >= wanted) resolve(Buffer.concat(came).subarray(4, wanted));
    });
  });
  setInterval(() => {
    if (Date.now() - movedAt > params.stallMs) die();
  }, 1000);

  const sendTo = async (fd: number, bytes: Uint8Array): Promise<void> => {
    let sent = 0;
    while (sent < bytes.length) {
      const { bytesWritten } = await write(fd, bytes, sent, bytes.length - sent);
      sent += bytesWritten;
      movedAt = Date.now();
    }
  };
  const send = (bytes: Uint8Array): Promise<void> => sendTo(1, bytes);
  const sendJson = async (value: unknown): Promise<void> => {
    const text = Buffer.from(JSON.stringify(value));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    await send(Buffer.concat([length, text]));
  };
  /** Copies so many bytes of a file; the next block is read while the last one is being taken. */
  const copy = async (from: number, total: number, to: number): Promise<void> => {
    const size = 1024 * 1024;
    const buffers: [Buffer, Buffer] = [Buffer.alloc(size), Buffer.alloc(size)];
    let pending: Promise<void> = Promise.resolve();
    let at = 0;
    for (let turn = 0; at < total; turn++) {
      const buffer = turn % 2 === 0 ? buffers[0] : buffers[1];
      const { bytesRead } = await read(from, buffer, 0, Math.min(size, total - at), at);
      if (bytesRead === 0) throw new Error(`the file ended at ${at} of ${total} bytes`);
      at += bytesRead;
      await pending;
      pending = sendTo(to, buffer.subarray(0, bytesRead));
      pending.catch(() => undefined);
    }
    await pending;
  };
  // Older Nodes have no zstd.
  const hasZstd = typeof zlib.zstdCompress === 'function';
  const packing = params.mode !== 'pages' ? 'none' : hasZstd ? 'zstd' : 'brotli';
  /** Of the packing; 0: none. Rises while the line is what we wait for, falls while it is the packing. */
  let level = 6;
  // Buffers on the way take the first megabytes at once: only what comes after them tells how fast the line is.
  let sentBytes = 0;
  // By the clock, not by what was waited for in sending: a line that waits for the packing would look fast.
  let lately = { frames: 0, bytes: 0, from: Date.now() };
  let isFast = false;
  const pack = async (block: Buffer): Promise<Buffer> => {
    if (level === 0) return block;
    const { constants } = zlib;
    const packed = await (hasZstd
      ? promisify(zlib.zstdCompress)(block, { params: { [constants.ZSTD_c_compressionLevel]: level } })
      : promisify(zlib.brotliCompress)(block, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: Math.min(6, level),
            [constants.BROTLI_PARAM_LGWIN]: 22,
            [constants.BROTLI_PARAM_SIZE_HINT]: block.length,
          },
        }));
    // What is as long as the block is the block: packing that gains nothing is not sent.
    return packed.length < block.length ? packed : block;
  };
  const adapt = (packedMs: number, sentMs: number, bytes: number): void => {
    sentBytes += bytes;
    lately.frames += 1;
    lately.bytes += bytes;
    if (lately.frames === 4) {
      isFast = sentBytes > 16_000_000 && lately.bytes > (Date.now() - lately.from) * params.fastBytesPerMs;
      lately = { frames: 0, bytes: 0, from: Date.now() };
    }
    if (isFast) level = 0;
    // A little waiting is much: three blocks are packed at once, ahead of what is sent.
    else if (level === 0 || packedMs > sentMs / 4) level = Math.max(3, level - 2);
    else level = Math.min(sentMs > 1000 ? 15 : 11, level + 1);
  };

  const tried: string[] = [];
  const attempt = <T>(what: string, action: () => T): T | null => {
    try {
      return action();
    } catch (error) {
      tried.push(`${what}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
      return null;
    }
  };
  const findLibrary = (): { via: string; open: (readonly: boolean) => SourceDatabase } | null => {
    const bases = [process.cwd(), pathOf.dirname(params.path)];
    const mainCwd = attempt('/proc/1/cwd', () => fs.readlinkSync('/proc/1/cwd'));
    if (mainCwd !== null) bases.push(mainCwd);
    const mainArgs = attempt('/proc/1/cmdline', () => fs.readFileSync('/proc/1/cmdline', 'utf8').split('\0'));
    for (const arg of mainArgs ?? []) {
      if (/\.[cm]?[jt]s$/.test(arg)) bases.push(pathOf.dirname(pathOf.resolve(mainCwd ?? '/', arg)));
    }
    for (const base of new Set(bases)) {
      const Library = attempt(`better-sqlite3 from ${base}`, () => {
        const found = createRequire(pathOf.join(base, 'x.js'))('better-sqlite3');
        // Its native part is loaded with the first database only: one in memory tells whether it fits this Node.
        new found(':memory:').close();
        return found;
      });
      if (Library === null) continue;
      return {
        via: 'better-sqlite3',
        open(readonly) {
          const handle = new Library(params.path, {
            readonly,
            fileMustExist: true,
            timeout: params.lockTimeoutMs,
          });
          return {
            exec: (sql) => handle.exec(sql),
            get: (sql) => handle.prepare(sql).get(),
            names: (sql) => handle.prepare(sql).pluck().all(),
            close: () => handle.close(),
          };
        },
      };
    }
    const sqlite = attempt('node:sqlite', () => require('node:sqlite'));
    if (sqlite === null) return null;
    return {
      via: 'node:sqlite',
      open(readOnly) {
        const handle = new sqlite.DatabaseSync(params.path, { readOnly });
        handle.exec(`PRAGMA busy_timeout = ${params.lockTimeoutMs}`);
        return {
          exec: (sql) => handle.exec(sql),
          get: (sql) => handle.prepare(sql).get(),
          names: (sql) =>
            handle
              .prepare(sql)
              .all()
              .map((row: Record<string, string>) => row.name ?? ''),
          close: () => handle.close(),
        };
      },
    };
  };
  /** SQLite's primary result code, as both libraries tell it. */
  const resultOf = (error: unknown): 'busy' | 'damaged' | 'other' => {
    const { code, errcode } = Object(error);
    if (/^SQLITE_(BUSY|LOCKED)/.test(code) || (errcode & 255) === 5 || (errcode & 255) === 6) return 'busy';
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code) || (errcode & 255) === 11 || (errcode & 255) === 26)
      return 'damaged';
    return 'other';
  };
  const refuse = async (kind: string, detail: string): Promise<void> => {
    await sendJson({ error: { kind, detail: detail.slice(0, 1900) } });
    process.exit(0);
  };
  const headOf = async (fd: number | null): Promise<string> => {
    if (fd === null) return '';
    const head = Buffer.alloc(32);
    const { bytesRead } = await read(fd, head, 0, 32, 0);
    return head.subarray(0, bytesRead).toString('hex');
  };

  try {
    await send(Buffer.from('RONDA1\n'));
    const library = findLibrary();
    if (library === null) return await refuse('no-sqlite', tried.join('; '));
    if (!fs.existsSync(params.path)) return await refuse('missing-file', params.path);

    // SQLite keeps the -wal beside the file that a link leads to.
    const file = fs.realpathSync(params.path);
    const dbFd = fs.openSync(file, 'r');
    const walPath = `${file}-wal`;
    let walFd: number | null = null;
    let walHead = '';
    let held = true;
    let facts: Record<string, unknown> = {};
    let tables: string[] = [];
    try {
      // With a -wal there, somebody has the database open (or died): a read-only connection leaves it all to them. Without
      // one we may be the only connection, and only one that may write takes its own -wal away again.
      const source = library.open(fs.existsSync(walPath));
      db = source;
      source.exec('PRAGMA query_only = ON');
      source.get('PRAGMA schema_version');
      const journalMode = String(source.get('PRAGMA journal_mode').journal_mode);
      if (journalMode === 'wal') walFd = fs.openSync(walPath, 'r');
      for (let turn = 0; ; turn++) {
        const before = await headOf(walFd);
        source.exec('BEGIN');
        source.get('PRAGMA schema_version');
        walHead = await headOf(walFd);
        if (walHead === before) break;
        source.exec('ROLLBACK');
        if (turn === 50) throw new Error('the -wal begins anew all the time');
      }
      facts = {
        journalMode,
        sqliteVersion: source.get('SELECT sqlite_version() AS v').v,
        pageSize: source.get('PRAGMA page_size').page_size,
        userVersion: source.get('PRAGMA user_version').user_version,
        applicationId: source.get('PRAGMA application_id').application_id,
      };
      if (params.mode === 'describe') {
        tables = source.names(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' LIMIT 5000",
        );
      }
    } catch (error) {
      const result = resultOf(error);
      const detail = error instanceof Error ? error.message : String(error);
      if (result !== 'damaged') return await refuse(result, detail);
      // Copied as it lies, for a person to look at: the check on the other side will tell what it is.
      held = false;
      facts = { journalMode: 'unknown', sqliteVersion: '', pageSize: 0, userVersion: 0, applicationId: 0 };
      if (walFd === null && fs.existsSync(walPath)) walFd = fs.openSync(walPath, 'r');
    }

    const stat = fs.fstatSync(dbFd);
    if (fs.statSync(file).ino !== stat.ino) return await refuse('other', 'the file was replaced');
    // As long as it is now: it holds the snapshot whole. What is written from here on only makes the way longer.
    const walBytes = walFd === null ? 0 : fs.fstatSync(walFd).size;
    let from = dbFd;
    if (params.mode !== 'describe' && held && walFd === null) {
      // Without a -wal our lock stops every writer: it is held for a copy on the server's own disk, into a file that
      // has no name any more, and not for the whole way to the laptop.
      const spool = attempt('spool', () => {
        const name = pathOf.join(os.tmpdir(), `.ronda-${process.pid}-${Date.now()}`);
        const fd = fs.openSync(name, 'wx+', 0o600);
        fs.unlinkSync(name);
        return fd;
      });
      if (spool !== null) {
        try {
          await copy(dbFd, stat.size, spool);
          db?.exec('ROLLBACK');
          from = spool;
        } catch (error) {
          tried.push(String(error));
        }
      }
    }
    const isWalSame = async (): Promise<boolean> => (await headOf(walFd)) === walHead;
    const pageSize = Number(facts.pageSize);
    // The engine fetches a file faster than it passes on what we print. With a -wal nobody changes what is in it for us.
    const isApart = params.mode === 'copy' && params.isApart && held && walFd !== null;
    // A file that is no database has no pages.
    const pages =
      params.mode === 'pages' && held
        ? await open(
            require,
            { read, send, pack, adapt, alive, isWalSame },
            { dbFd: from, dbBytes: stat.size, walFd, walBytes, pageSize, blockBytes: params.blockBytes },
          )
        : null;
    await sendJson({
      held,
      via: library.via,
      ...facts,
      tables,
      dbBytes: stat.size,
      walBytes,
      uid: stat.uid,
      gid: stat.gid,
      mode: stat.mode & 0o7777,
      isApart,
      pages: pages === null ? null : { count: pages.pages, packing },
    });
    if (pages !== null) {
      // The services come first: hashing and packing take what they leave.
      attempt('nice', () => os.setPriority(19));
      const { root, sent } = await pages.send(params.hasBase ? known : null);
      await sendJson({ ended: true, root, sent });
    } else if (params.mode !== 'describe') {
      if (isApart) {
        const waiting = setInterval(alive, 1000);
        await known;
        clearInterval(waiting);
      } else await copy(from, stat.size, 1);
      await sendJson({ walBytes });
      if (walFd !== null) await copy(walFd, walBytes, 1);
      await sendJson({ ended: true, walRestarted: held && !(await isWalSame()) });
    }
    db?.close();
    process.exit(0);
  } catch (error) {
    fs.writeSync(2, error instanceof Error ? error.message : String(error));
    die();
  }
}

/** The script as `node -e` takes it. */
export function exportScript(params: ExportParams): string {
  return `(${exportInContainer.toString()})(require, process, ${JSON.stringify(params)}, ${openPages.toString()})`;
}
