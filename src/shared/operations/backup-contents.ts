import { z } from 'zod';
import { maxRowsPerPage, TableDifference, TableInfo, TableRows } from '../domain/backup-contents.ts';
import { Id, Instant } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();

/** Looking into a backup without putting it anywhere. The backup is only read. */
export const backupContentsOperations = {
  'backup.tables': operation({
    input: z.strictObject({ backupId: Id }),
    output: z.object({ tables: z.array(TableInfo).max(5000) }),
    event: never,
  }),
  /** A page of a table's rows; with a search only the rows where any column holds the text, small and capital alike. */
  'backup.rows': operation({
    input: z.strictObject({
      backupId: Id,
      table: z.string().min(1).max(1000),
      search: z.string().max(200).default(''),
      offset: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).default(0),
      limit: z.number().int().min(1).max(maxRowsPerPage).default(50),
    }),
    output: TableRows,
    event: never,
  }),
  /** What the newer of two copies of one database has more, less and otherwise, by table. */
  'backup.compare': operation({
    input: z.strictObject({ backupId: Id, otherId: Id }),
    output: z.object({
      older: z.object({ backupId: Id, takenAt: Instant }),
      newer: z.object({ backupId: Id, takenAt: Instant }),
      tables: z.array(TableDifference).max(10_000),
    }),
    event: never,
  }),
};
