import { z } from 'zod';

/**
 * What the script in the container writes to its stdout: `RONDA1\n`, a JSON block with the header, the database's
 * bytes, a JSON block with the length of the `-wal`, its bytes, and a JSON block that says it ended well. A JSON block
 * is its length as 4 bytes big-endian and then UTF-8 text. Where the header says so, the database's bytes do not come,
 * and the rest only after the other side has written 4 zeros to the script's stdin: it has fetched that file itself.
 *
 * Where the header names `pages`, frames of pages come after it instead of both files, and then the JSON block that
 * says it ended well. A frame: the length of its body, how many pages it has, how many have been looked at so far (each
 * 4 bytes big-endian), the body. The body is a whole frame of zstd (RFC 8878) or brotli (RFC 7932), or plain where
 * it is as long as it would be plain; in it the numbers of the pages from 0, 4 bytes big-endian each, then their bytes.
 * One of 2^32 - 1 pages and no body is the last. Of a page that comes twice the
 * later one holds. What the other side has, it writes to the script's stdin when it has read the header: how many pages,
 * 4 bytes big-endian, and of each in order the first 8 bytes of its SHA-256.
 *
 * All of it is hostile until parsed.
 */
export const exportMagic = 'RONDA1\n';
export const maxJsonBlock = 1024 * 1024;
/** Large enough to be packed well, small enough to be unpacked in memory. */
export const blockBytes = 4 * 1024 * 1024;

/** A database of SQLite's own maximum (281 TB) still fits a double exactly. */
const Size = z
  .number()
  .int()
  .min(0)
  .max(2 ** 48);

export const ExportHeader = z.object({
  /** A read transaction is held on the source; false only for a file that SQLite does not accept. */
  held: z.boolean(),
  via: z.string().max(40),
  sqliteVersion: z.string().max(40),
  journalMode: z.string().max(20),
  pageSize: z.number().int().min(0).max(65_536),
  dbBytes: Size,
  walBytes: Size,
  uid: z.number().int().min(0),
  gid: z.number().int().min(0),
  mode: z.number().int().min(0).max(0o7777),
  /** The database file is fetched another way, while the snapshot is held; only the `-wal` comes here. */
  isApart: z.boolean(),
  /** Null: both files come as they lie. */
  pages: z
    .object({
      count: z
        .number()
        .int()
        .min(1)
        .max(2 ** 32 - 2),
      packing: z.enum(['zstd', 'brotli']),
    })
    .nullable(),
  userVersion: z.number().int(),
  applicationId: z.number().int(),
  /** Only when it was asked to describe. */
  tables: z.array(z.string().max(1000)).max(10_000).default([]),
});
export type ExportHeader = z.infer<typeof ExportHeader>;

export const ExportFailure = z.object({
  error: z.object({
    kind: z.enum(['no-sqlite', 'missing-file', 'busy', 'other']),
    detail: z.string().max(2000),
  }),
});

export const ExportStart = z.union([ExportFailure, ExportHeader]);
export const ExportWal = z.object({ walBytes: Size });
export const ExportEnd = z.object({
  ended: z.literal(true),
  /** The `-wal` began anew meanwhile: the database file alone is the snapshot then. */
  walRestarted: z.boolean(),
});

export const PagesEnd = z.object({
  ended: z.literal(true),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  sent: z.number().int().min(0),
});

export interface ExportParams {
  /** Absolute path of the database in the container. */
  readonly path: string;
  /** `copy` sends both files raw, `pages` what the base lacks, `describe` the header alone. */
  readonly mode: 'copy' | 'pages' | 'describe';
  /** What the other side has comes by stdin, if only to say that it is nothing. */
  readonly hasBase: boolean;
  /** Of a `copy`: the other side fetches the database file itself, where that can be, and then says so by stdin. */
  readonly isApart: boolean;
  readonly blockBytes: number;
  /** A line that takes more than so much is not worth packing for. */
  readonly fastBytesPerMs: number;
  /** How long to wait for a writer that holds the database for itself. */
  readonly lockTimeoutMs: number;
  /** With nothing taken from it for so long, the script gives up: nobody may be left holding a snapshot. */
  readonly stallMs: number;
}
