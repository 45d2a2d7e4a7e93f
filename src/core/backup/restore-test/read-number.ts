import { plainDetail } from '../../platform/plain-detail.ts';
import type { NumberAnswer } from '../inspect/inspector-protocol.ts';
import { withDatabase } from '../look-inside/read-contents.ts';

/** Only the inspector's process may import this file: it opens foreign databases. */

/** What a query gives: one row of one column that holds a number. Anything else is a problem, told without its values. */
export function readNumber(file: string, query: string): NumberAnswer {
  try {
    return withDatabase(file, (db) => {
      db.pragma('query_only = ON');
      const statement = db.prepare(query);
      if (!statement.reader || !statement.readonly) return { problem: 'it is no statement that only reads' };
      if (statement.columns().length !== 1) return { problem: 'it gives more than one column' };
      const rows: unknown[] = [];
      for (const value of statement.pluck().iterate()) if (rows.push(value) > 1) break;
      const [value] = rows;
      if (rows.length !== 1)
        return { problem: rows.length === 0 ? 'it gives no row' : 'it gives more than one row' };
      if (typeof value !== 'number' || !Number.isFinite(value))
        return { problem: `it gives ${value === null ? 'NULL' : 'something'}, not a number` };
      return { value };
    });
  } catch (error) {
    return { problem: plainDetail(error).slice(0, 2000) || 'it could not be asked' };
  }
}
