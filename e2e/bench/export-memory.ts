import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConsole, wargaKey } from '../testbed/backup-bed.ts';
import { descendantsOf } from '../testbed/process-tree.ts';
import { spawnBuiltInspector } from './built-inspector.ts';
import { gigabyte, settle, startLiveDatabase } from './live-database.ts';
import type { Measurement, Pair } from './measurement.ts';
import { proportionalMegabytes } from './memory.ts';
import { connectOverSsh } from './over-ssh.ts';

const allowedMegabytes = 120;
const everyMs = 100;

/** This process, which core runs in, and the inspectors below it; not the testbed's engine and servers. */
async function consoleMegabytes(): Promise<number> {
  let sum = await proportionalMegabytes(process.pid);
  for (const pid of await descendantsOf(process.pid)) {
    try {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      if (command.includes('database-inspector')) sum += await proportionalMegabytes(pid);
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return sum;
}

export const exportMemory: Measurement = {
  name: 'export-memory',
  unit: 'MB',
  peer: `the same console idle and connected, and ${allowedMegabytes} MB more`,
  what: 'most memory (PSS) of core and its inspectors during an export of a live 1 GB through SSH on loopback, its verification included',
  better: 'lower',
  target: 1,
  async measure({ signal, say }) {
    if (process.platform !== 'linux') throw new Error('PSS is read from /proc, which only Linux has');
    const live = await startLiveDatabase(gigabyte, 'random');
    const undo: (() => Promise<unknown>)[] = [() => live.stop()];
    try {
      const { connection } = await connectOverSsh(live.bed, undo, null);
      const pairs: Pair[] = [];
      for (let run = 0; run < 3; run += 1) {
        await settle();
        globalThis.gc?.();
        await sleep(2000, undefined, { signal });
        const idle = await consoleMegabytes();
        const { feature } = createConsole(connection, join(live.bed.folder, `backups-${run}`), {
          spawnInspector: spawnBuiltInspector,
        });
        let most = 0;
        let isOver = false;
        const watching = (async () => {
          while (!isOver) {
            most = Math.max(most, await consoleMegabytes());
            await sleep(everyMs);
          }
        })();
        try {
          await feature.handlers['backup.create'](wargaKey, { signal, emit: async () => undefined });
        } finally {
          isOver = true;
          await watching;
        }
        say(`  idle ${idle.toFixed(0)} MB, most ${most.toFixed(0)} MB`);
        pairs.push({ value: most, peerValue: idle + allowedMegabytes });
      }
      return pairs;
    } finally {
      for (const step of undo.reverse()) await step();
    }
  },
};
