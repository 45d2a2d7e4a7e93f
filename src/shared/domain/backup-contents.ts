import { z } from 'zod';

/** Text is cut to so many characters in a cell: a page of rows must stay small, whatever a server put into one. */
export const cellCharacters = 300;
export const maxRowsPerPage = 200;
const Name = z.string().max(1000);
const Count = z.number().int().nonnegative();

/** A table of a backup, as its file describes it. */
export const TableInfo = z.object({
  name: Name,
  /** Null where counting would run the file's own code (a virtual table). */
  rows: Count.nullable(),
  columns: z
    .array(
      z.object({
        name: Name,
        type: Name,
        isKey: z.boolean(),
        isRequired: z.boolean(),
        isGenerated: z.boolean(),
      }),
    )
    .max(2100),
  /** The statements that make the table, its indexes and triggers. */
  schema: z.array(z.string().max(20_100)).max(500),
});
export type TableInfo = z.infer<typeof TableInfo>;

/** One value; `bytes` is its true size where it is a blob or was cut. */
export const CellText = z.object({
  kind: z.enum(['null', 'number', 'text', 'blob']),
  text: z.string().max(cellCharacters * 2 + 10),
  /** Bytes of a blob, characters of a text longer than what is shown; null: all of it is shown. */
  size: Count.nullable(),
});
export type CellText = z.infer<typeof CellText>;

export const TableRows = z.object({
  columns: z.array(Name).max(2100),
  rows: z.array(z.array(CellText).max(2100)).max(maxRowsPerPage),
  /** Rows that match the search in the whole table. */
  total: Count,
});
export type TableRows = z.infer<typeof TableRows>;

/**
 * How a table differs between an older and a newer copy. Rows are told apart by their primary key, or by their rowid
 * where they have none.
 */
export const TableDifference = z.object({
  name: Name,
  /** Where it is: a table of one copy alone has only added or only removed rows. */
  where: z.enum(['both', 'only-older', 'only-newer']),
  added: Count,
  removed: Count,
  changed: Count,
  /** Columns, types or keys differ: only what both have was compared. */
  schemaChanged: z.boolean(),
  /** Columns of one copy alone. */
  columns: z.object({ added: z.array(Name).max(2100), removed: z.array(Name).max(2100) }),
});
export type TableDifference = z.infer<typeof TableDifference>;
