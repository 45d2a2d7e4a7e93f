import type Database from 'better-sqlite3';
import {
  type CellText,
  cellCharacters,
  type TableDifference,
  type TableInfo,
  type TableRows,
} from '../../../shared/domain/backup-contents.ts';
import { maxTables, openForeign, quoteName, sideFilesOf } from '../inspect/inspect-database.ts';

/** Only the inspector's process may import this file: it opens foreign databases. */

const blobBytesShown = 24;
const schemaCharacters = 20_000;
const maxSchemaObjects = 500;

interface ListedTable {
  readonly name: string;
  readonly type: string;
  readonly hasRowid: boolean;
}

interface Column {
  readonly name: string;
  readonly type: string;
  /** Place in the primary key, from 1; 0: not of it. */
  readonly key: number;
  readonly isRequired: boolean;
  /** 2 and 3 are generated columns, 1 is hidden (of a virtual table). */
  readonly hidden: number;
}

type Schema = 'main' | 'older';

/** Opens a backup read-only, and removes the side files that looking at it grew. */
export function withDatabase<T>(file: string, work: (db: Database.Database) => T): T {
  const grown = sideFilesOf(file);
  const db = openForeign(file, true);
  try {
    return work(db);
  } finally {
    db.close();
    grown.remove();
  }
}

const listTables = (db: Database.Database, schema: Schema): ListedTable[] =>
  db
    .prepare<[string], { name: string; type: string; wr: number }>(
      'SELECT name, type, wr FROM pragma_table_list WHERE schema = ? ORDER BY name',
    )
    .all(schema)
    .filter(({ name, type }) => type !== 'view' && !/^sqlite_/i.test(name))
    .slice(0, maxTables)
    .map(({ name, type, wr }) => ({ name, type, hasRowid: wr === 0 }));

const columnsOf = (db: Database.Database, schema: Schema, table: string): Column[] =>
  db
    .prepare<[string, string], { name: string; type: string; pk: number; notnull: number; hidden: number }>(
      'SELECT name, type, pk, "notnull", hidden FROM pragma_table_xinfo(?, ?)',
    )
    .all(table, schema)
    .map(({ name, type, pk, notnull, hidden }) => ({
      name,
      type,
      key: pk,
      isRequired: notnull !== 0,
      hidden,
    }));

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}…`;

const countOf = (db: Database.Database, schema: Schema, table: string): number =>
  db
    .prepare<[], number>(`SELECT count(*) FROM ${schema}.${quoteName(table)} NOT INDEXED`)
    .pluck()
    .get() ?? 0;

/** Names, columns, row counts and statements of the file's tables; SQLite's own and views are left out. */
export function readTables(file: string): TableInfo[] {
  return withDatabase(file, (db) => {
    const statements = db.prepare<[string, number], string>(
      'SELECT sql FROM main.sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC, name LIMIT ?',
    );
    return listTables(db, 'main').map(({ name, type }) => ({
      name,
      rows: type === 'virtual' ? null : countOf(db, 'main', name),
      columns: type === 'virtual' ? [] : columnsOf(db, 'main', name).map(describeColumn),
      schema: statements
        .pluck()
        .all(name, maxSchemaObjects)
        .map((sql) => cut(sql, schemaCharacters)),
    }));
  });
}

const describeColumn = ({ name, type, key, isRequired, hidden }: Column): TableInfo['columns'][number] => ({
  name: cut(name, 900),
  type: cut(type, 900),
  isKey: key > 0,
  isRequired,
  isGenerated: hidden === 2 || hidden === 3,
});

export interface RowsQuestion {
  readonly table: string;
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/**
 * A page of rows, in the order of the table itself. Values are cut inside SQLite, so that a row of a gigabyte costs a
 * line; a blob shows its first bytes in hex and is not searched.
 * @returns null when there is no such table to be read
 */
export function readRows(file: string, { table, search, offset, limit }: RowsQuestion): TableRows | null {
  return withDatabase(file, (db) => {
    const found = listTables(db, 'main').find(({ name }) => name === table);
    // A virtual table runs the module that the file names.
    if (!found || found.type === 'virtual') return null;
    const columns = columnsOf(db, 'main', table).filter(({ hidden }) => hidden !== 1);
    const from = `main.${quoteName(table)}`;
    const where =
      search === ''
        ? ''
        : `WHERE ${columns
            .map(({ name }) => {
              const column = quoteName(name);
              return `(typeof(${column}) <> 'blob' AND CAST(${column} AS TEXT) LIKE @pattern ESCAPE '\\')`;
            })
            .join(' OR ')}`;
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    const shown = columns.flatMap(({ name }, index) => {
      const column = quoteName(name);
      return [
        `typeof(${column}) AS k${index}`,
        `CASE typeof(${column}) WHEN 'blob' THEN hex(substr(${column}, 1, ${blobBytesShown}))
          WHEN 'text' THEN substr(${column}, 1, ${cellCharacters}) ELSE CAST(${column} AS TEXT) END AS v${index}`,
        `CASE WHEN typeof(${column}) IN ('blob', 'text') THEN length(${column}) END AS n${index}`,
      ];
    });
    const parameters = search === '' ? {} : { pattern };
    const total =
      db.prepare<[object], number>(`SELECT count(*) FROM ${from} ${where}`).pluck().get(parameters) ?? 0;
    const rows = db
      .prepare<[object], unknown[]>(
        `SELECT ${shown.join(', ')} FROM ${from} ${where} LIMIT @limit OFFSET @offset`,
      )
      .raw()
      .all({ ...parameters, limit, offset });
    return {
      columns: columns.map(({ name }) => cut(name, 900)),
      rows: rows.map((row) =>
        columns.map((_, index) => cellOf(row[index * 3], row[index * 3 + 1], row[index * 3 + 2])),
      ),
      total,
    };
  });
}

function cellOf(type: unknown, value: unknown, length: unknown): CellText {
  const text = typeof value === 'string' ? value : '';
  if (type === 'blob') return { kind: 'blob', text: text.toLowerCase(), size: Number(length) };
  if (type === 'text')
    return { kind: 'text', text, size: Number(length) > cellCharacters ? Number(length) : null };
  return { kind: type === 'null' ? 'null' : 'number', text, size: null };
}

/**
 * What the newer file has more, less and otherwise than the older, table by table. The indexes of the keys do the
 * work, so that a table costs about as much as reading it twice.
 */
export function compareContents(olderFile: string, newerFile: string): TableDifference[] {
  const grown = sideFilesOf(olderFile);
  try {
    return withDatabase(newerFile, (db) => {
      // What is attached to a read-only connection is read-only as well.
      db.prepare('ATTACH ? AS older').run(olderFile);
      const older = new Map(readable(db, 'older'));
      const newer = new Map(readable(db, 'main'));
      const names = [...new Set([...older.keys(), ...newer.keys()])].sort();
      return names.map((name) => {
        const before = older.get(name);
        const after = newer.get(name);
        if (before && after) return compareTable(db, name, before, after);
        return {
          name,
          where: after ? ('only-newer' as const) : ('only-older' as const),
          added: after ? countOf(db, 'main', name) : 0,
          removed: after ? 0 : countOf(db, 'older', name),
          changed: 0,
          schemaChanged: false,
          columns: { added: [], removed: [] },
        };
      });
    });
  } finally {
    grown.remove();
  }
}

const readable = (db: Database.Database, schema: Schema): [string, ListedTable][] =>
  listTables(db, schema)
    .filter(({ type }) => type !== 'virtual')
    .map((table) => [table.name, table]);

/** A name of the rowid that no column of the table has taken. */
const rowidName = (columns: readonly Column[]): string | undefined =>
  ['rowid', '_rowid_', 'oid'].find((name) => columns.every((column) => column.name.toLowerCase() !== name));

function compareTable(
  db: Database.Database,
  name: string,
  older: ListedTable,
  newer: ListedTable,
): TableDifference {
  const before = columnsOf(db, 'older', name);
  const after = columnsOf(db, 'main', name);
  const inBoth = after.filter((column) => before.some((other) => other.name === column.name));
  const namesOnlyIn = (some: readonly Column[], others: readonly Column[]): string[] =>
    some
      .filter((column) => !others.some((other) => other.name === column.name))
      .map((column) => cut(column.name, 900));
  const keyOf = (columns: readonly Column[]): string =>
    JSON.stringify(columns.filter(({ key }) => key > 0).map((column) => [column.name, column.key]));
  const sameKey = keyOf(before) === keyOf(after) && older.hasRowid === newer.hasRowid;
  const primary = sameKey ? after.filter(({ key }) => key > 0) : [];
  const rowid = rowidName([...before, ...after]);
  const keys =
    primary.length > 0
      ? primary.map((column) => quoteName(column.name))
      : older.hasRowid && newer.hasRowid && rowid !== undefined
        ? [rowid]
        : inBoth.map((column) => quoteName(column.name));
  const table = quoteName(name);
  // IS and not =, for a key may be NULL in SQLite; it uses an index as well.
  const sameRow = keys.map((key) => `o.${key} IS n.${key}`).join(' AND ');
  const differs = inBoth
    .map((column) => `o.${quoteName(column.name)} IS NOT n.${quoteName(column.name)}`)
    .join(' OR ');
  const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0;
  const nothingShared = keys.length === 0;
  const added = nothingShared
    ? countOf(db, 'main', name)
    : count(
        `SELECT count(*) FROM main.${table} AS n WHERE NOT EXISTS (SELECT 1 FROM older.${table} AS o WHERE ${sameRow})`,
      );
  const removed = nothingShared
    ? countOf(db, 'older', name)
    : count(
        `SELECT count(*) FROM older.${table} AS o WHERE NOT EXISTS (SELECT 1 FROM main.${table} AS n WHERE ${sameRow})`,
      );
  const changed = nothingShared
    ? 0
    : count(
        `SELECT count(*) FROM main.${table} AS n WHERE EXISTS
          (SELECT 1 FROM older.${table} AS o WHERE ${sameRow} AND (${differs}))`,
      );
  const shape = (columns: readonly Column[]): string =>
    JSON.stringify(columns.map((column) => [column.name, column.type, column.key, column.isRequired]));
  return {
    name,
    where: 'both',
    added,
    removed,
    changed,
    schemaChanged: shape(before) !== shape(after),
    columns: { added: namesOnlyIn(after, before), removed: namesOnlyIn(before, after) },
  };
}
