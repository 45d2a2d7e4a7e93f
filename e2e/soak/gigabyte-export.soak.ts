import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveBackupFile } from '../../src/core/backup/catalogue/backup-paths.ts';
import { type BackupBed, connectTo, createConsole, startBackupBed, wargaKey } from '../testbed/backup-bed.ts';
import { checkInvariant, parseAckLedger } from '../testbed/invariant.ts';
import { waitFor } from '../testbed/wait-for.ts';
import { numberFrom, report } from './soak-report.ts';

const sizeBytes = numberFrom('RONDA_SOAK_BYTES', 1_100_000_000);
const transactionsPerSecond = 200;

let bed: BackupBed;
beforeAll(async () => {
  bed = await startBackupBed('gig');
});
afterAll(async () => {
  await bed?.stop();
});

/** Fills `ballast` in the service's own database: rows of all sizes, an index, a foreign key. */
const fill = `
  const d = new (require('better-sqlite3'))('/app/data/warga.db');
  d.pragma('foreign_keys = ON');
  d.exec('CREATE TABLE ballast (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES ballast (id), note TEXT, body BLOB)');
  d.exec('CREATE INDEX ballast_note ON ballast (note)');
  const i = d.prepare('INSERT INTO ballast VALUES (?, ?, hex(randomblob(12)), randomblob(?))');
  const size = () => d.pragma('page_count', { simple: true }) * d.pragma('page_size', { simple: true });
  let id = 0;
  const more = d.transaction(() => { for (let n = 0; n < 5000; n++) { id++; i.run(id, id > 1 ? id - 1 : null, id % 7 * 1200 + 40); } });
  while (size() < ${sizeBytes}) { more(); d.pragma('wal_checkpoint(PASSIVE)'); }
  d.pragma('wal_checkpoint(TRUNCATE)'); d.close();
`;

/** One hash over every row and column of a table, up to a key; the same text runs in the container and here. */
const tables = { ballast: 'id', transfers: 'seq', accounts: 'id' } as const;
type Table = Exclude<keyof typeof tables, 'accounts'>;
const rowsOf = (table: Table, last: number): string =>
  `SELECT * FROM ${table} WHERE ${tables[table]} <= ${last} ORDER BY ${tables[table]}`;

const digestInContainer = (sql: string): string => `
  const d = new (require('better-sqlite3'))('/app/data/warga.db', { readonly: true });
  const h = require('crypto').createHash('sha256'); let n = 0;
  for (const row of d.prepare(${JSON.stringify(sql)}).raw().iterate()) {
    n++; for (const v of row) { h.update(Buffer.isBuffer(v) ? v : String(v)); h.update('|'); }
  }
  console.log(n + ' ' + h.digest('hex'));
`;

function digestHere(file: string, sql: string): string {
  const db = new Database(file, { readonly: true });
  try {
    const hash = createHash('sha256');
    let count = 0;
    for (const row of db.prepare<[], unknown[]>(sql).raw().iterate()) {
      count++;
      for (const value of row) {
        hash.update(Buffer.isBuffer(value) ? value : String(value));
        hash.update('|');
      }
    }
    return `${count} ${hash.digest('hex')}`;
  } finally {
    db.close();
  }
}

const acknowledged = async (): Promise<{ seq: number; at: number }[]> =>
  parseAckLedger((await bed.stack.exec('warga-service', ['cat', '/app/ledger/ack.log'])).stdout);

test('a database of 1.1 GB is copied under 200 tx/s: every row is equal and every check passes', async () => {
  await bed.stack.exec('warga-service', ['node', '-e', fill]);
  await bed.stack.control('warga-service', { writerTps: transactionsPerSecond });
  await waitFor('the writer to be at work', async () => (await acknowledged()).length > 500);

  const phases: { phase: string; at: number }[] = [];
  const console = createConsole(connectTo(bed.engine).connection, join(bed.folder, 'backups'));
  const before = (await acknowledged()).at(-1)?.seq ?? 0;
  const from = Date.now();
  const emit = async (progress?: { phase: string }): Promise<void> => {
    const phase = progress?.phase ?? '';
    if (phases.at(-1)?.phase !== phase) phases.push({ phase, at: Date.now() });
  };
  const { backup } = await console.feature.handlers['backup.create'](wargaKey, { ...console.context, emit });
  const until = Date.now();
  const acks = (await acknowledged()).filter(({ at }) => at >= from && at <= until);
  const stalls = acks.slice(1).map(({ at }, index) => at - (acks[index]?.at ?? at));

  const file = resolveBackupFile(console.backupFolder, backup.file);
  const { problems, lastSeq } = checkInvariant(file);
  const seconds = (until - from) / 1000;
  report('1.1 GB export', {
    MB: Math.round(backup.bytes / 1e6),
    seconds,
    'MB/s': Math.round(backup.bytes / 1e6 / seconds),
    phases: phases
      .map(({ phase, at }, index) => `${phase} ${(phases[index + 1]?.at ?? until) - at} ms`)
      .join(' · '),
    steps: backup.steps.map(({ step, durationMs }) => `${step} ${Math.round(durationMs)} ms`).join(' · '),
    'longest stall ms': stalls.reduce((most, stall) => Math.max(most, stall), 0),
    'tx during the copy': acks.length,
    'tx/s': Math.round(acks.length / seconds),
  });
  expect(problems).toEqual([]);
  expect(backup.bytes).toBeGreaterThanOrEqual(sizeBytes);
  expect(backup.verification).toBe('verified');
  expect(backup.steps.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect(lastSeq).toBeGreaterThanOrEqual(before);

  await bed.stack.control('warga-service', { writerTps: 0 });
  const rows = backup.rowCounts.ballast ?? 0;
  for (const sql of [rowsOf('ballast', rows), rowsOf('transfers', lastSeq)]) {
    const { stdout } = await bed.stack.exec('warga-service', ['node', '-e', digestInContainer(sql)]);
    expect(digestHere(file, sql)).toBe(stdout.trim());
  }
  expect(backup.rowCounts.transfers).toBe(lastSeq);
  expect(rows).toBeGreaterThan(sizeBytes / 10_000);
});
