import { join } from 'node:path';
import { createInspector } from '../../src/core/backup/inspect/inspector.ts';
import { runCommand } from '../testbed/processes.ts';
import { spawnBuiltInspector } from './built-inspector.ts';
import { gigabyte, startLiveDatabase } from './live-database.ts';
import { interleave, type Measurement } from './measurement.ts';
import { timeCommand } from './time-command.ts';

const runs = 5;

/** Every table's rows themselves, as the product counts them. */
const counts = ['households', 'residents', 'accounts', 'transfers', 'ballast']
  .map((table) => `SELECT count(*) FROM ${table} NOT INDEXED;`)
  .join(' ');

export const verification: Measurement = {
  name: 'verification',
  unit: 'ms',
  peer: 'sqlite3 (three runs) and sha256sum, one after the other',
  what: 'integrity_check, foreign_key_check, row counts and SHA-256 of a copy of 1 GB, processes started anew',
  better: 'lower',
  target: 1,
  async measure({ signal, say }) {
    const live = await startLiveDatabase(gigabyte, 'random');
    try {
      const file = join(live.bed.folder, 'copy.db');
      await live.copyBeforehand(file);
      await live.setWriter(false);
      await runCommand('sqlite3', [file, 'PRAGMA journal_mode = DELETE']);
      const inspector = createInspector(spawnBuiltInspector);
      const { bytes, sha256 } = await inspector.hash(file, { signal, bytes: gigabyte });
      const ours = async (): Promise<number> => {
        const from = performance.now();
        const { steps } = await inspector.verify(file, { sha256, rowCounts: null }, { signal, bytes });
        const ms = performance.now() - from;
        if (!steps.every(({ ok }) => ok)) throw new Error('the copy is not sound');
        say(
          `  ours ${ms.toFixed(0)} ms: ${steps.map((s) => `${s.step} ${s.durationMs.toFixed(0)}`).join(', ')}`,
        );
        return ms;
      };
      const peers = async (): Promise<number> => {
        const commands: [string, ...string[]][] = [
          ['sqlite3', file, 'PRAGMA integrity_check'],
          ['sqlite3', file, 'PRAGMA foreign_key_check'],
          ['sqlite3', file, counts],
          ['sha256sum', file],
        ];
        const times: number[] = [];
        for (const command of commands) times.push(await timeCommand(command, { signal }));
        const ms = times.reduce((sum, time) => sum + time, 0);
        say(`  peer ${ms.toFixed(0)} ms: ${times.map((time) => time.toFixed(0)).join(', ')}`);
        return ms;
      };
      return await interleave(runs, ours, peers);
    } finally {
      await live.stop();
    }
  },
};
