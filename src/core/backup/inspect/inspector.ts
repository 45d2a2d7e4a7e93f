import { z } from 'zod';
import { TableDifference, TableInfo, TableRows } from '../../../shared/domain/backup-contents.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { RowsQuestion } from '../look-inside/read-contents.ts';
import type { DecryptWith, EncryptTo } from '../stored/pack-file.ts';
import {
  InspectorReply,
  type InspectorRequest,
  NumberAnswer,
  Packed,
  Pages,
  Replayed,
  Unpacked,
  Verified,
} from './inspector-protocol.ts';
import type { SpawnIsolated } from './isolated-process.ts';

type Ask = InspectorRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** Looks into foreign database files and packs copies, each time in a process of its own that is killed when it takes too long. */
export interface Inspector {
  replay(file: string, limits: InspectionLimits): Promise<Replayed>;
  verify(
    file: string,
    expected: { sha256: string; rowCounts: Record<string, number> | null },
    limits: InspectionLimits,
  ): Promise<Verified>;
  /** @returns size and SHA-256 of the packed file @throws RondaError `backup.inspector-failed` */
  pack(
    file: string,
    to: string,
    how: { readonly compress: boolean; readonly encryptTo: EncryptTo | null },
    limits: InspectionLimits,
  ): Promise<Packed>;
  /** Size and SHA-256 of any file, read in that process. */
  hash(file: string, limits: InspectionLimits): Promise<Packed>;
  /**
   * Hashes every page of a database's file.
   * @param to where the list is written @param copyTo where the pages are copied as they were hashed; null: nowhere
   */
  pages(file: string, to: string, copyTo: string | null, limits: InspectionLimits): Promise<Pages>;
  tables(file: string, limits: InspectionLimits): Promise<TableInfo[]>;
  /** @returns null when the file has no such table, or a virtual one */
  rows(file: string, question: RowsQuestion, limits: InspectionLimits): Promise<TableRows | null>;
  /** What a SELECT that gives one number gives. */
  number(file: string, query: string, limits: InspectionLimits): Promise<NumberAnswer>;
  compare(olderFile: string, newerFile: string, limits: InspectionLimits): Promise<TableDifference[]>;
  unpack(
    file: string,
    to: string,
    how: {
      readonly isCompressed: boolean;
      readonly decryptWith: DecryptWith | null;
      readonly maxBytes: number;
    },
    limits: InspectionLimits,
  ): Promise<Unpacked>;
}

export interface InspectionLimits {
  readonly signal: AbortSignal;
  /** Size of the file: what time it is given depends on it. */
  readonly bytes: number;
  readonly report?: (progress: ProgressReport) => void;
}

/** Slower than any disk worth backing up to; a file that needs longer was made to. */
const slowestBytesPerMs = 1000;
const leastMs = 120_000;

/** @throws RondaError `backup.inspector-failed` when the process dies, answers nonsense or takes too long */
export function createInspector(spawn: SpawnIsolated): Inspector {
  async function ask<T>(request: Ask, schema: z.ZodType<T>, limits: InspectionLimits): Promise<T> {
    const { signal, bytes, report } = limits;
    signal.throwIfAborted();
    const child = spawn();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const failed = (detail: string): void => reject(new RondaError('backup.inspector-failed', { detail }));
    const timeoutMs = Math.max(leastMs, bytes / slowestBytesPerMs);
    const timer = setTimeout(() => failed(`no answer for ${Math.round(timeoutMs / 1000)} s`), timeoutMs);
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    child.onMessage((message) => {
      const parsed = InspectorReply.safeParse(message);
      if (!parsed.success) return failed('an answer that makes no sense');
      const reply = parsed.data;
      if (reply.kind === 'progress') {
        const sizes = reply.totalBytes > 0;
        report?.({
          phase: reply.phase,
          ...(sizes ? { doneBytes: reply.doneBytes, totalBytes: reply.totalBytes } : {}),
        });
      } else if (reply.kind === 'failed') {
        failed(plainDetail(reply.message));
      } else {
        const value = schema.safeParse(reply.value);
        if (value.success) resolve(value.data);
        else failed('an answer that makes no sense');
      }
    });
    void child.exited.then((code) => failed(`its process ended (${code ?? 'killed'})`));
    child.send({ ...request, id: 1 });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      child.kill();
      // Until it is gone it may still hold the file open, and Windows would not let us rename that.
      await child.exited;
    }
  }
  return {
    replay: (file, limits) => ask({ kind: 'replay', file }, Replayed, limits),
    verify: (file, { sha256, rowCounts }, limits) =>
      ask({ kind: 'verify', file, sha256, rowCounts }, Verified, limits),
    hash: (file, limits) => ask({ kind: 'hash', file }, Packed, limits),
    pages: (file, to, copyTo, limits) => ask({ kind: 'pages', file, to, copyTo }, Pages, limits),
    tables: (file, limits) => ask({ kind: 'tables', file }, z.array(TableInfo), limits),
    rows: (file, { table, search, offset, limit }, limits) =>
      ask({ kind: 'rows', file, table, search, offset, limit }, TableRows.nullable(), limits),
    number: (file, query, limits) => ask({ kind: 'number', file, query }, NumberAnswer, limits),
    compare: (olderFile, newerFile, limits) =>
      ask({ kind: 'compare', olderFile, newerFile }, z.array(TableDifference), limits),
    pack: (file, to, { compress, encryptTo }, limits) => {
      const whom =
        encryptTo && 'recipients' in encryptTo ? { recipients: [...encryptTo.recipients] } : encryptTo;
      return ask({ kind: 'pack', file, to, compress, encryptTo: whom }, Packed, limits);
    },
    unpack: (file, to, { isCompressed, decryptWith, maxBytes }, limits) => {
      const keys = decryptWith && {
        identities: [...decryptWith.identities],
        passphrases: [...decryptWith.passphrases],
      };
      return ask({ kind: 'unpack', file, to, isCompressed, decryptWith: keys, maxBytes }, Unpacked, limits);
    },
  };
}
