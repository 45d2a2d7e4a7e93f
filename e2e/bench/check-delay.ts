import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { probeHttp } from '../../src/core/health/probe-http.ts';
import type { HostConnection } from '../../src/core/hosts/host-connection.ts';
import { type BackupBed, createConsole, startBackupBed, wargaKey } from '../testbed/backup-bed.ts';
import { type Measurement, median, type Pair } from './measurement.ts';
import { connectOverSsh } from './over-ssh.ts';

const line = { rateBitsPerSecond: 1_000_000, oneWayDelayMs: 25 };
const runs = 3;
const probesARun = 12;
const betweenProbesMs = 500;
/** What a check may take longer because of an export. */
const allowedMs = 1000;
const exportBytes = 6_000_000;

const fill = `
  const d = new (require('better-sqlite3'))('/app/data/warga.db');
  d.exec('CREATE TABLE ballast (id INTEGER PRIMARY KEY, body BLOB)');
  const i = d.prepare('INSERT INTO ballast (body) VALUES (randomblob(60000))');
  d.transaction(() => { for (let n = 0; n < ${Math.ceil(exportBytes / 60_000)}; n++) i.run(); })();
  d.close();
`;

export const checkDelay: Measurement = {
  name: 'check-delay',
  unit: 'ms',
  peer: `the same check on the idle line (median), and ${allowedMs} ms more`,
  what: 'slowest of 12 HTTP checks through SSH while an export fills a line of 1 Mbit/s, 25 ms each way, shared fairly',
  better: 'lower',
  target: 1,
  async measure({ signal, say }) {
    const bed = await startBackupBed('bench-delay');
    const undo: (() => Promise<unknown>)[] = [() => bed.stop()];
    try {
      await bed.stack.exec('warga-service', ['node', '-e', fill]);
      const { connection } = await connectOverSsh(bed, undo, line);
      const probe = checkOf(connection, bed.stack.ports['warga-service'] ?? 0, signal);
      await probe();
      const pairs: Pair[] = [];
      for (let run = 0; run < runs; run += 1) {
        const idle = median(await several(probe, signal));
        const busy = await whileExporting(bed, connection, signal, () => several(probe, signal));
        say(`  idle ${idle.toFixed(0)} ms, slowest during the export ${Math.max(...busy).toFixed(0)} ms`);
        pairs.push({ value: Math.max(...busy), peerValue: idle + allowedMs });
      }
      return pairs;
    } finally {
      for (const step of undo.reverse()) await step();
    }
  },
};

function checkOf(connection: HostConnection, port: number, signal: AbortSignal): () => Promise<number> {
  return async () => {
    const result = await probeHttp(
      { url: `http://127.0.0.1:${port}/health`, status: [200], json: [], redirects: 0, timeoutMs: 30_000 },
      (target, wanted) => connection.dial(target, wanted),
      signal,
    );
    if (result.latencyMs === null) throw new Error('the check failed');
    return result.latencyMs;
  };
}

async function several(probe: () => Promise<number>, signal: AbortSignal): Promise<number[]> {
  const taken: number[] = [];
  for (let count = 0; count < probesARun; count += 1) {
    taken.push(await probe());
    await sleep(betweenProbesMs, undefined, { signal });
  }
  return taken;
}

/** Runs `work` in the midst of an export, which is cancelled after it. */
async function whileExporting<T>(
  bed: BackupBed,
  connection: HostConnection,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const console = createConsole(connection, join(bed.folder, 'backups'));
  const stop = new AbortController();
  let started = (): void => undefined;
  const flowing = new Promise<void>((resolve) => {
    started = resolve;
  });
  const emit = async (progress: { doneBytes: number | null }): Promise<void> => {
    if ((progress.doneBytes ?? 0) > 0) started();
  };
  let ended = false;
  const exporting = console.feature.handlers['backup.create'](wargaKey, {
    signal: AbortSignal.any([signal, stop.signal]),
    emit,
  }).then(
    () => {
      ended = true;
    },
    (error: unknown) => {
      ended = true;
      if (!stop.signal.aborted) throw error;
    },
  );
  await Promise.race([flowing, exporting]);
  const result = await work();
  if (ended) throw new Error('the export ended before the checks: it must be longer');
  stop.abort(new Error('measured'));
  await exporting;
  return result;
}
