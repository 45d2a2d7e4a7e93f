import { z } from 'zod';
import { StepResult } from '../../../shared/domain/backup.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const RowCounts = z.record(z.string(), z.number().int().nonnegative());

export const InspectorRequest = z.discriminatedUnion('kind', [
  /** Brings a copy and its `-wal` or `-journal` into one file that needs neither, and hashes it. */
  z.object({ id: z.number(), kind: z.literal('replay'), file: z.string() }),
  z.object({
    id: z.number(),
    kind: z.literal('verify'),
    file: z.string(),
    /** What the file must hash to. */
    sha256: Sha256,
    /** How many rows each table must have; null when nobody knows yet. */
    rowCounts: RowCounts.nullable(),
  }),
  /** Writes a file compressed, encrypted, or both. No database is opened: what comes in was verified before. */
  z.object({
    id: z.number(),
    kind: z.literal('pack'),
    file: z.string(),
    to: z.string(),
    compress: z.boolean(),
    encryptTo: z
      .union([
        z.object({ recipients: z.array(z.string()).min(1) }),
        z.object({ passphrase: z.string().min(1) }),
      ])
      .nullable(),
  }),
  /** Writes the plain file of a packed one. */
  z.object({
    id: z.number(),
    kind: z.literal('unpack'),
    file: z.string(),
    to: z.string(),
    isCompressed: z.boolean(),
    decryptWith: z.object({ identities: z.array(z.string()), passphrases: z.array(z.string()) }).nullable(),
    maxBytes: z.number().int().nonnegative(),
  }),
  z.object({ id: z.number(), kind: z.literal('hash'), file: z.string() }),
  /** Hashes every page; `to`: where the list of hashes is written, `copyTo`: and where the pages themselves. */
  z.object({
    id: z.number(),
    kind: z.literal('pages'),
    file: z.string(),
    to: z.string(),
    copyTo: z.string().nullable(),
  }),
  z.object({ id: z.number(), kind: z.literal('tables'), file: z.string() }),
  z.object({
    id: z.number(),
    kind: z.literal('rows'),
    file: z.string(),
    table: z.string(),
    search: z.string(),
    offset: z.number().int().nonnegative(),
    limit: z.number().int().positive(),
  }),
  z.object({ id: z.number(), kind: z.literal('number'), file: z.string(), query: z.string() }),
  z.object({ id: z.number(), kind: z.literal('compare'), olderFile: z.string(), newerFile: z.string() }),
]);
export type InspectorRequest = z.infer<typeof InspectorRequest>;

export const Replayed = z.object({
  /** Empty when it went well; else why the file could not be opened or replayed. */
  problem: z.string().max(2000),
  sha256: Sha256,
  bytes: z.number().int().nonnegative(),
});
export type Replayed = z.infer<typeof Replayed>;

export const Packed = z.object({ bytes: z.number().int().nonnegative(), sha256: Sha256 });
export type Packed = z.infer<typeof Packed>;

export const Pages = z.object({
  pageSize: z.number().int().min(0).max(65_536),
  pages: z.number().int().nonnegative(),
});
export type Pages = z.infer<typeof Pages>;

export const Unpacked = z.object({
  /** Empty when it went well; `no-key` when none that we have fits; else what is wrong with the file. */
  problem: z.string().max(2000),
  bytes: z.number().int().nonnegative(),
});
export type Unpacked = z.infer<typeof Unpacked>;

export const NumberAnswer = z.union([
  z.object({ value: z.number() }),
  /** Why there is no number; never a value of the database. */
  z.object({ problem: z.string().max(2000) }),
]);
export type NumberAnswer = z.infer<typeof NumberAnswer>;

export const Verified = z.object({
  steps: z.array(StepResult).max(10),
  bytes: z.number().int().nonnegative(),
  rowCounts: RowCounts,
  userVersion: z.number().int(),
  applicationId: z.number().int(),
  sqliteVersion: z.string().max(40),
});
export type Verified = z.infer<typeof Verified>;

/**
 * What the process answers. It has had a foreign file open, so what it says is as little to be trusted as the file.
 */
export const InspectorReply = z.discriminatedUnion('kind', [
  z.object({
    id: z.number(),
    kind: z.literal('progress'),
    phase: z.string().max(40),
    doneBytes: z.number().nonnegative(),
    totalBytes: z.number().nonnegative(),
  }),
  z.object({ id: z.number(), kind: z.literal('done'), value: z.unknown() }),
  z.object({ id: z.number(), kind: z.literal('failed'), message: z.string().max(4000) }),
]);
export type InspectorReply = z.infer<typeof InspectorReply>;
