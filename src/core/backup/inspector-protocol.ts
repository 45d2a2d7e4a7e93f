import { z } from 'zod';
import { StepResult } from '../../shared/domain/backup.ts';

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
]);
export type InspectorRequest = z.infer<typeof InspectorRequest>;

export const Replayed = z.object({
  /** Empty when it went well; else why the file could not be opened or replayed. */
  problem: z.string().max(2000),
  sha256: Sha256,
  bytes: z.number().int().nonnegative(),
});
export type Replayed = z.infer<typeof Replayed>;

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
