import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';

export interface InvariantReport {
  ok: boolean;
  problems: string[];
  /** Sequence number of the newest transaction in the file; 0 when there is none. */
  lastSeq: number;
}

interface Account {
  id: number;
  opening: number;
  balance: number;
}

interface Transfer {
  seq: number;
  source_id: number;
  target_id: number;
  amount: number;
  at: number;
  chain: string;
}

/**
 * Checks what every transaction of the sample writer keeps (resources/sample-stack/services/warga/writer.mjs) in a
 * copy of warga.db: no gap in the sequence, the hash chain whole, each balance equal to its opening and its
 * transfers. Opens the file read-only, `-wal` beside it included. An unreadable file is a problem, not an exception.
 */
export function checkInvariant(file: string): InvariantReport {
  const problems: string[] = [];
  let lastSeq = 0;
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      const accounts = db.prepare<[], Account>('SELECT id, opening, balance FROM accounts').all();
      const expected = new Map(accounts.map(({ id, opening }) => [id, opening]));
      const move = (id: number, amount: number) => expected.set(id, (expected.get(id) ?? 0) + amount);
      let chain = '';
      for (const row of db.prepare<[], Transfer>('SELECT * FROM transfers ORDER BY seq').iterate()) {
        if (row.seq !== lastSeq + 1) problems.push(`transfer ${row.seq} follows ${lastSeq}`);
        chain = linkOf(chain, row);
        if (chain !== row.chain) {
          problems.push(`the chain breaks at transfer ${row.seq}`);
          chain = row.chain;
        }
        move(row.source_id, -row.amount);
        move(row.target_id, row.amount);
        lastSeq = row.seq;
        if (problems.length > 20) break;
      }
      if (accounts.length === 0) problems.push('there are no accounts');
      for (const { id, balance } of accounts) {
        if (balance !== expected.get(id)) {
          problems.push(`account ${id} holds ${balance}, its transfers make ${expected.get(id)}`);
        }
      }
    } finally {
      db.close();
    }
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return { ok: problems.length === 0, problems, lastSeq };
}

function linkOf(previous: string, { seq, source_id, target_id, amount, at }: Transfer): string {
  return createHash('sha256')
    .update(`${previous}|${seq}|${source_id}|${target_id}|${amount}|${at}`)
    .digest('hex');
}

/** The acknowledged transactions of the writer's ledger, oldest first; a last line that is torn is left out. */
export function parseAckLedger(text: string): { seq: number; at: number }[] {
  return [...text.matchAll(/^(\d+) (\d+)\n/gm)].map(([, seq, at]) => ({ seq: Number(seq), at: Number(at) }));
}
