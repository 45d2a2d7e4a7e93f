import type { Database } from 'better-sqlite3';

/** One line of a restore's journal. `data` is JSON, validated by the restore itself. */
export interface RestoreStepRow {
  readonly restoreId: string;
  readonly seq: number;
  readonly at: number;
  readonly step: string;
  readonly data: string;
}

/**
 * What a restore is about to do, written before it is done, so that whoever starts next can finish or undo it.
 * Rows are only added: the newest one says where the restore stands.
 */
export function createRestoreStepRepository(db: Database) {
  const last = db.prepare<[string], { seq: number | null }>(
    'SELECT max(seq) AS seq FROM restore_step WHERE restore_id = ?',
  );
  const insert = db.prepare(
    'INSERT INTO restore_step (restore_id, seq, at, step, data) VALUES (?, ?, ?, ?, ?)',
  );
  const open = db.prepare<[], RestoreStepRow>(
    `SELECT restore_id AS restoreId, seq, at, step, data FROM restore_step
     WHERE restore_id NOT IN (SELECT restore_id FROM restore_step WHERE step = 'ended')
     ORDER BY restore_id, seq`,
  );
  return {
    add: db.transaction((restoreId: string, at: number, step: string, data: string): void => {
      insert.run(restoreId, (last.get(restoreId)?.seq ?? 0) + 1, at, step, data);
    }).immediate as (restoreId: string, at: number, step: string, data: string) => void,
    /** Every step of every restore that has not ended. */
    unfinished(): RestoreStepRow[] {
      return open.all();
    },
  };
}
