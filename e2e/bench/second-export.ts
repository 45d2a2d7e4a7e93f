import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createConsole } from '../testbed/backup-bed.ts';
import { runCommand } from '../testbed/processes.ts';
import { databasePath, exportOnto, type LiveDatabase, settle, startLiveDatabase } from './live-database.ts';
import { interleave, type Measurement, type Pair } from './measurement.ts';
import { connectOverSsh } from './over-ssh.ts';
import { timeCommand } from './time-command.ts';

const slowLine = { rateBitsPerSecond: 20_000_000, oneWayDelayMs: 25 };
const bytes = 128_000_000;

/** Rows all over the file get other words of the same length: about one page in a hundred changes. */
async function changeOnePercent(live: LiveDatabase, turn: number): Promise<void> {
  const script = `
    const d = new (require('better-sqlite3'))('${databasePath}');
    const pages = d.pragma('page_count', { simple: true });
    const rows = d.prepare('SELECT max(id) FROM letters').pluck().get();
    const u = d.prepare("UPDATE letters SET body = substr(?, 1, 12) || substr(body, 13) WHERE id = ?");
    const many = Math.round(pages / 100);
    d.transaction(() => { for (let n = 0; n < many; n++) u.run('turn ${turn} ' + n + '............', 1 + Math.floor((n + 0.5) * rows / many)); })();
    d.pragma('wal_checkpoint(TRUNCATE)'); d.close();
  `;
  await runCommand('docker', ['exec', live.containerId, 'node', '-e', script], {
    env: live.bed.engine.docker,
  });
}

export const secondExport: Measurement = {
  name: 'second-export',
  unit: 'ms',
  peer: '`rsync -z --block-size=4096` of the same file onto the same older copy',
  what: 'a second export of a database of 128 MB after 1 % of its pages changed, over 20 Mbit/s, 50 ms there and back',
  better: 'lower',
  target: 1,
  async measure({ signal, say }) {
    const live = await startLiveDatabase(bytes, 'letters');
    const undo: (() => Promise<unknown>)[] = [() => live.stop()];
    try {
      const { folder } = live.bed;
      const [older, newer, theirs] = ['older.db', 'newer.db', 'theirs.db'].map((name) =>
        join(folder, name),
      ) as [string, string, string];
      await live.copyBeforehand(older);
      await live.setWriter(false);
      const { connection, sshArguments } = await connectOverSsh(live.bed, undo, slowLine);
      const target = sshArguments.at(-1) ?? '';
      const shell = ['ssh', ...sshArguments.slice(0, -1)].join(' ');
      let turn = 0;
      return await interleave(
        5,
        async () => {
          turn += 1;
          await changeOnePercent(live, turn);
          await settle();
          const { ms } = await exportOnto(older, connection, join(folder, 'backups'), signal);
          say(`  export ${ms.toFixed(0)} ms`);
          return ms;
        },
        async () => {
          await runCommand('cp', [live.hostPath, newer]);
          await copyFile(older, theirs);
          await settle();
          const ms = await timeCommand(
            [
              'rsync',
              '-z',
              '--no-whole-file',
              '--block-size=4096',
              '-e',
              shell,
              `${target}:${newer}`,
              theirs,
            ],
            { signal },
          );
          await runCommand('cmp', [theirs, newer]);
          await rm(theirs);
          say(`  rsync ${ms.toFixed(0)} ms`);
          return ms;
        },
      );
    } finally {
      for (const step of undo.reverse()) await step();
    }
  },
};

export const secondExportBytes: Measurement = {
  name: 'second-export-bytes',
  unit: 'kB',
  peer: 'what the first export of it sent, packed as well',
  what: 'bytes over the line, both ways, of a second export of 128 MB after 1 % of its pages changed',
  better: 'lower',
  target: 0.02,
  async measure({ signal, say }) {
    const live = await startLiveDatabase(bytes, 'letters');
    const undo: (() => Promise<unknown>)[] = [() => live.stop()];
    try {
      await live.setWriter(false);
      // As packed as it gets: on a fast line a first copy travels less so, and would flatter the second.
      const { connection } = await connectOverSsh(live.bed, undo, slowLine);
      const console = createConsole(connection, join(live.bed.folder, 'backups'));
      const take = async (): Promise<number> => {
        const { backup } = await console.feature.handlers['backup.create'](
          { hostId: 'rt04', serviceId: 'warga-service', databaseId: 'warga' },
          { signal, emit: async () => undefined },
        );
        return (backup.transferredBytes ?? Number.NaN) / 1000;
      };
      const pairs: Pair[] = [];
      const peerValue = await take();
      for (let turn = 0; turn < 3; turn += 1) {
        await changeOnePercent(live, turn);
        const value = await take();
        say(`  second export ${value.toFixed(0)} kB, first ${peerValue.toFixed(0)} kB`);
        pairs.push({ value, peerValue });
      }
      return pairs;
    } finally {
      for (const step of undo.reverse()) await step();
    }
  },
};
