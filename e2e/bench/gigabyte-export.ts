import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectTo } from '../testbed/backup-bed.ts';
import { databasePath, exportUnverified, gigabyte, settle, startLiveDatabase } from './live-database.ts';
import { interleave, type Measurement, type Pair } from './measurement.ts';
import { timeCommand } from './time-command.ts';

const runs = 5;
/** What the longest gap may grow by. */
const allowedMs = 100;

export const gigabyteExport: Measurement = {
  name: 'gigabyte-export',
  unit: 'ms',
  peer: 'docker cp of the same file (torn, not synced)',
  what: 'a live database of 1 GB under 200 tx/s, local engine, until the copy lies synced on the disk, unverified',
  better: 'lower',
  target: 1.1,
  async measure({ signal, say }) {
    const live = await startLiveDatabase(gigabyte, 'random');
    try {
      const { bed } = live;
      const { connection } = connectTo(bed.engine);
      const torn = join(bed.folder, 'torn.db');
      const ours = async (): Promise<number> => {
        await settle();
        const ms = await exportUnverified(connection, join(bed.folder, 'backups'), signal);
        say(`  export ${ms.toFixed(0)} ms`);
        return ms;
      };
      const peers = async (): Promise<number> => {
        await settle();
        const ms = await timeCommand(['docker', 'cp', `${live.containerId}:${databasePath}`, torn], {
          env: bed.engine.docker,
          signal,
        });
        await rm(torn);
        say(`  docker cp ${ms.toFixed(0)} ms`);
        return ms;
      };
      await ours();
      await peers();
      return await interleave(runs, ours, peers);
    } finally {
      await live.stop();
    }
  },
};

export const writerGap: Measurement = {
  name: 'writer-gap',
  unit: 'ms',
  peer: `the same writer alone for as long, and ${allowedMs} ms more`,
  what: 'longest gap between the commits of a writer of 200 tx/s during an export of its 1 GB, local engine',
  better: 'lower',
  target: 1,
  async measure({ signal, say }) {
    const live = await startLiveDatabase(gigabyte, 'random');
    try {
      const { connection } = connectTo(live.bed.engine);
      const folder = join(live.bed.folder, 'backups');
      const pairs: Pair[] = [];
      for (let run = 0; run < runs; run += 1) {
        await settle();
        const from = Date.now();
        const took = await exportUnverified(connection, folder, signal);
        const during = longestGap(await live.acknowledgedSince(from), from, from + took);
        await settle();
        const idleFrom = Date.now();
        await new Promise((resolve) => setTimeout(resolve, took));
        const alone = longestGap(await live.acknowledgedSince(idleFrom), idleFrom, idleFrom + took);
        say(`  longest gap ${during} ms during the export, ${alone} ms alone`);
        pairs.push({ value: during, peerValue: alone + allowedMs });
      }
      return pairs;
    } finally {
      await live.stop();
    }
  },
};

function longestGap(times: readonly number[], from: number, until: number): number {
  const within = times.filter((at) => at >= from && at <= until);
  const gaps = within.slice(1).map((at, index) => at - (within[index] ?? at));
  return Math.max(...gaps);
}
