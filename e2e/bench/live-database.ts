import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createCatalogue } from '../../src/core/backup/catalogue/catalogue.ts';
import { createInspector, type Inspector } from '../../src/core/backup/inspect/inspector.ts';
import { plainStorage } from '../../src/core/backup/stored/backup-keys.ts';
import { exportDatabase } from '../../src/core/backup/take/export-database.ts';
import { keepCopy, withIncoming } from '../../src/core/backup/take/keep-copy.ts';
import { createMemoryRepositories } from '../../src/core/backup/testing/memory-repositories.ts';
import type { HostConnection } from '../../src/core/hosts/host-connection.ts';
import { systemClock } from '../../src/core/platform/clock.ts';
import { createPublishedState } from '../../src/core/state/published-state.ts';
import { ServiceSpec } from '../../src/shared/domain/profile.ts';
import { type BackupBed, startBackupBed, wargaKey } from '../testbed/backup-bed.ts';
import { parseAckLedger } from '../testbed/invariant.ts';
import { runCommand } from '../testbed/processes.ts';
import { waitFor } from '../testbed/wait-for.ts';
import { spawnBuiltInspector } from './built-inspector.ts';

export const gigabyte = 1_000_000_000;
export const databasePath = '/app/data/warga.db';
const transactionsPerSecond = 200;

/** The sample service with a large database that a writer of 200 transactions a second works on. */
export interface LiveDatabase {
  readonly bed: BackupBed;
  readonly containerId: string;
  /** The database's file as the server itself sees it. */
  readonly hostPath: string;
  setWriter(isOn: boolean): Promise<void>;
  /** When each transaction since then was acknowledged, ms. */
  acknowledgedSince(at: number): Promise<number[]>;
  /** A consistent copy in a file of the server, as an admin would make one beforehand. */
  copyBeforehand(file: string): Promise<void>;
  stop(): Promise<void>;
}

/** Rows of all sizes that nothing can compress, an index, a foreign key. */
const randomRows = `
  d.exec('CREATE TABLE ballast (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES ballast (id), note TEXT, body BLOB)');
  d.exec('CREATE INDEX ballast_note ON ballast (note)');
  const i = d.prepare('INSERT INTO ballast VALUES (?, ?, hex(randomblob(12)), randomblob(?))');
  const row = (id) => i.run(id, id > 1 ? id - 1 : null, id % 7 * 1200 + 40);
`;

/** What a neighbourhood's letters look like: names, addresses, numbers, a form's text with words of its own, a token. */
const letterRows = `
  d.exec('CREATE TABLE letters (id INTEGER PRIMARY KEY, resident TEXT, address TEXT, fields TEXT, body TEXT, token BLOB)');
  d.exec('CREATE INDEX letters_resident ON letters (resident)');
  const i = d.prepare('INSERT INTO letters VALUES (?, ?, ?, ?, ?, randomblob(48))');
  const words = ('surat pengantar keterangan domisili warga rukun tetangga kelurahan iuran keamanan kebersihan mohon dengan '
    + 'hormat bapak ibu untuk yang tersebut benar penduduk tinggal alamat keperluan mengurus sekolah bank usaha nikah '
    + 'kelahiran pindah kematian jalan gang nomor kecamatan jakarta tanggal bulan tahun ketua sekretaris bendahara').split(' ');
  let state = 42;
  const random = (n) => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return (state >>> 8) % n; };
  const some = (n) => Array.from({ length: n }, () => words[random(words.length)]).join(' ');
  const number = (n) => Array.from({ length: n }, () => random(10)).join('');
  const row = (id) => i.run(id, some(2) + ' ' + number(4), 'Jl. ' + some(1) + ' No. ' + random(400),
    JSON.stringify({ nik: number(16), phone: '08' + number(10), born: 1940 + random(80), kind: words[random(40)] }),
    'Yang bertanda tangan di bawah ini menerangkan bahwa ' + some(60 + random(80)), );
`;

const fill = (rows: string, bytes: number): string => `
  const d = new (require('better-sqlite3'))('${databasePath}');
  d.pragma('foreign_keys = ON');
  ${rows}
  const size = () => d.pragma('page_count', { simple: true }) * d.pragma('page_size', { simple: true });
  let id = 0;
  const more = d.transaction(() => { for (let n = 0; n < 5000; n++) row(++id); });
  while (size() < ${bytes}) { more(); d.pragma('wal_checkpoint(PASSIVE)'); }
  d.pragma('wal_checkpoint(TRUNCATE)'); d.close();
`;

/** @param rows `random` cannot be compressed, `letters` can */
export async function startLiveDatabase(bytes: number, rows: 'random' | 'letters'): Promise<LiveDatabase> {
  const bed = await startBackupBed('bench-db');
  const { stack, engine } = bed;
  try {
    const script = fill(rows === 'random' ? randomRows : letterRows, bytes);
    await runCommand('docker', ['exec', await containerOf(bed), 'node', '-e', script], {
      env: engine.docker,
      timeoutMs: 300_000,
    });
    const containerId = await containerOf(bed);
    const { Mounts } = await bed.docker.getContainer(containerId).inspect();
    const mount = Mounts.find(({ Destination }) => Destination === '/app/data');
    if (!mount) throw new Error('the service has no volume');
    const acknowledgedSince = async (since: number): Promise<number[]> => {
      const { stdout } = await stack.exec('warga-service', ['cat', '/app/ledger/ack.log']);
      return parseAckLedger(stdout)
        .map(({ at }) => at)
        .filter((at) => at >= since);
    };
    const setWriter = async (isOn: boolean): Promise<void> => {
      await stack.control('warga-service', { writerTps: isOn ? transactionsPerSecond : 0 });
      const from = Date.now();
      if (isOn) await waitFor('the writer', async () => (await acknowledgedSince(from)).length > 100);
    };
    await setWriter(true);
    return {
      bed,
      containerId,
      hostPath: join(mount.Source, 'warga.db'),
      setWriter,
      acknowledgedSince,
      async copyBeforehand(file) {
        // Without a writer, and with the -wal taken in, the file alone is consistent.
        await setWriter(false);
        await runCommand('sqlite3', [join(mount.Source, 'warga.db'), 'PRAGMA wal_checkpoint(TRUNCATE)']);
        await runCommand('cp', [join(mount.Source, 'warga.db'), file]);
        await setWriter(true);
      },
      stop: () => bed.stop(),
    };
  } catch (error) {
    await bed.stop();
    throw error;
  }
}

async function containerOf(bed: BackupBed): Promise<string> {
  const [container] = await bed.stack.containers('warga-service');
  if (!container) throw new Error('warga-service has no container');
  return container.Id;
}

/** Everything dirty is on the disk before a run, so that no run pays for the one before. */
export async function settle(): Promise<void> {
  await runCommand('sync', []);
}

/**
 * Exports as the product does, until the copy lies on the disk for certain (synced) and would be looked at next.
 * Then it is thrown away.
 * @returns ms from the call
 */
export async function exportUnverified(
  connection: HostConnection,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  return (await exportOnto(null, connection, folder, signal)).ms;
}

/**
 * The same, when the laptop has a copy already.
 * @param base a plain database of an earlier state
 * @returns ms from the call
 */
export async function exportOnto(
  base: string | null,
  connection: HostConnection,
  folder: string,
  signal: AbortSignal,
): Promise<{ ms: number }> {
  await mkdir(folder, { recursive: true });
  const enough = new Error('measured');
  let tookMs = Number.NaN;
  const inspector = createInspector(spawnBuiltInspector);
  let from = Number.NaN;
  const stopping: Inspector = {
    ...inspector,
    replay: () => {
      tookMs = performance.now() - from;
      return Promise.reject(enough);
    },
  };
  const service = ServiceSpec.parse({
    id: wargaKey.serviceId,
    name: 'Warga',
    runsAs: 'container',
    databases: [{ id: wargaKey.databaseId, engine: 'sqlite', path: databasePath, volume: 'warga-data' }],
  });
  const [database] = service.databases;
  if (!database) throw new Error('the service has no database');
  const deps = {
    inspector: stopping,
    keys: plainStorage,
    catalogue: createCatalogue({
      repository: createMemoryRepositories().backups,
      publisher: createPublishedState(),
      backupFolder: () => folder,
    }),
    now: systemClock.now,
    clock: systemClock,
    backupFolder: () => folder,
  };
  try {
    if (base !== null) {
      const facts = {
        key: wargaKey,
        hostName: 'RT 04',
        sourcePath: databasePath,
        takenAt: 0,
        reason: 'manual',
        method: 'held-read-raw',
        container: null,
        owner: null,
        transferredBytes: null,
      } as const;
      await withIncoming(folder, wargaKey, async (incoming) => {
        await copyFile(base, incoming.file);
        await keepCopy(
          { ...deps, inspector, backupFolder: folder },
          incoming,
          facts,
          () => undefined,
          signal,
        );
      });
      await settle();
    }
    from = performance.now();
    await exportDatabase(
      deps,
      connection,
      wargaKey,
      { hostName: 'RT 04', service, database, project: null },
      {
        reason: 'manual',
        report: () => undefined,
        signal,
      },
    );
    throw new Error('the export was not stopped where it should have been');
  } catch (error) {
    if (error !== enough) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { ms: tookMs };
}
