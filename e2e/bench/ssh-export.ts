import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LineSettings } from '../testbed/shaper.ts';
import { exportUnverified, gigabyte, settle, startLiveDatabase } from './live-database.ts';
import { interleave, type Measurement } from './measurement.ts';
import { connectOverSsh } from './over-ssh.ts';
import { timeCommand } from './time-command.ts';

const slowLine = { rateBitsPerSecond: 20_000_000, oneWayDelayMs: 25 };

export const firstExport: Measurement = {
  name: 'first-export',
  unit: 'ms',
  peer: '`ssh -C host cat` of a consistent copy made beforehand',
  what: 'the first export of a live database of 128 MB over 20 Mbit/s, 50 ms there and back; its snapshot included',
  better: 'lower',
  target: 0.9,
  measure: (context) =>
    againstCat({ ...context, bytes: 128_000_000, rows: 'letters', line: slowLine, runs: 3, flags: ['-C'] }),
};

export const loopbackExport: Measurement = {
  name: 'loopback-export',
  unit: 'ms',
  peer: '`ssh host cat` of a consistent copy made beforehand',
  what: 'an export of a live database of 1 GB through SSH on loopback (no target: reported)',
  better: 'lower',
  target: Number.POSITIVE_INFINITY,
  measure: (context) =>
    againstCat({ ...context, bytes: gigabyte, rows: 'random', line: null, runs: 5, flags: [] }),
};

async function againstCat(options: {
  readonly bytes: number;
  readonly rows: 'random' | 'letters';
  readonly line: LineSettings | null;
  readonly runs: number;
  readonly flags: readonly string[];
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}) {
  const { signal, say } = options;
  const live = await startLiveDatabase(options.bytes, options.rows);
  const undo: (() => Promise<unknown>)[] = [() => live.stop()];
  try {
    const { folder } = live.bed;
    const copy = join(folder, 'copy.db');
    await live.copyBeforehand(copy);
    const { connection, sshArguments } = await connectOverSsh(live.bed, undo, options.line);
    const to = join(folder, 'received.db');
    return await interleave(
      options.runs,
      async () => {
        await settle();
        const ms = await exportUnverified(connection, join(folder, 'backups'), signal);
        say(`  export ${ms.toFixed(0)} ms`);
        return ms;
      },
      async () => {
        await settle();
        const ms = await timeCommand(['ssh', ...options.flags, ...sshArguments, 'cat', copy], { to, signal });
        await rm(to);
        say(`  ssh ${options.flags.join(' ')} cat ${ms.toFixed(0)} ms`);
        return ms;
      },
    );
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
