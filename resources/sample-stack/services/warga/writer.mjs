import { createHash } from 'node:crypto';
import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { log } from '../lib/log.mjs';

/**
 * The steady writer: so many transactions a second, each moving money between two accounts and adding one row to a
 * hash-chained ledger. What must hold in every consistent copy: each balance is its opening plus what came in minus
 * what went out, the sequence has no gap, and the chain is whole. A torn copy breaks at least one of them.
 *
 * A transaction is acknowledged (one line `seq unixMillis` in a file outside the database) only after its commit,
 * which is synchronous FULL: so every line of that file must be found in any later copy.
 *
 * @param {{db: import('better-sqlite3').Database, ackFile: string}} options
 * @returns {(tps: number) => void} sets the rate; 0 stops
 */
export function createWriter({ db, ackFile }) {
  mkdirSync(dirname(ackFile), { recursive: true });
  const acks = openSync(ackFile, 'a');
  const accounts = db.prepare('SELECT id FROM accounts ORDER BY id').pluck().all();
  const last = db.prepare('SELECT seq, chain FROM transfers ORDER BY seq DESC LIMIT 1');
  const take = db.prepare('UPDATE accounts SET balance = balance - ? WHERE id = ?');
  const give = db.prepare('UPDATE accounts SET balance = balance + ? WHERE id = ?');
  const record = db.prepare(
    'INSERT INTO transfers (seq, source_id, target_id, amount, at, chain) VALUES (?, ?, ?, ?, ?, ?)',
  );

  const transfer = db.transaction(() => {
    const { seq: lastSeq, chain: lastChain } = last.get() ?? { seq: 0, chain: '' };
    const seq = lastSeq + 1;
    const source = accounts[seq % accounts.length];
    const target = accounts[(seq + 1 + (seq % (accounts.length - 1))) % accounts.length];
    const amount = 1 + (seq % 997);
    const at = Date.now();
    const chain = createHash('sha256')
      .update(`${lastChain}|${seq}|${source}|${target}|${amount}|${at}`)
      .digest('hex');
    take.run(amount, source);
    give.run(amount, target);
    record.run(seq, source, target, amount, at, chain);
    return { seq, at };
  });

  let timer;
  return (tps) => {
    clearInterval(timer);
    if (tps <= 0) return;
    const started = performance.now();
    let done = 0;
    timer = setInterval(() => {
      // Never more than a tenth of a second at once: requests are served by the same thread.
      const due = Math.min(
        Math.ceil(tps / 10),
        Math.floor(((performance.now() - started) / 1000) * tps) - done,
      );
      for (let i = 0; i < due; i += 1) {
        done += 1;
        try {
          const { seq, at } = transfer.immediate();
          writeSync(acks, `${seq} ${at}\n`);
        } catch (error) {
          // Locked for too long, or damaged: not acknowledged, and said; the service itself lives on.
          log('error', 'transfer failed', { error: error.message });
          return;
        }
      }
    }, 10);
  };
}
