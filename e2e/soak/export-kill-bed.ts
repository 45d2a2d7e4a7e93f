import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openHeadlessConsole } from '../../src/cli/open-headless-console.ts';
import { type BackupBed, startBackupBed } from '../testbed/backup-bed.ts';
import { checkInvariant, parseAckLedger } from '../testbed/invariant.ts';
import { plainCopy } from '../testbed/plain-copy.ts';
import { killProfile, spawnCommand } from './restore-kill-bed.ts';

const key = { serviceId: 'warga-service', databaseId: 'warga' };
const ballast = 120;

/** What lies in the folder of the incoming copy tells from outside how far an export is. */
export const exportPhases = {
  snapshot: (): boolean => true,
  copy: (names: readonly string[]): boolean => names.includes('copy.db'),
  replay: (names: readonly string[]): boolean => names.includes('copy.db-wal'),
  verify: (names: readonly string[], seen: ReadonlySet<string>): boolean =>
    seen.has('copy.db-wal') && !names.includes('copy.db-wal'),
  pack: (names: readonly string[]): boolean => names.includes('copy.db.packed'),
};
export type ExportPhase = keyof typeof exportPhases;

export interface ExportKillBed {
  /**
   * Kills `ronda backup` -9 so long after it came to the phase, then takes a backup as the next start would.
   * @returns what is wrong; empty is as promised
   */
  kill(phase: ExportPhase, afterMs: number): Promise<string[]>;
  stop(): Promise<void>;
}

/** The sample service under 200 tx/s, whose acknowledgements are the outside ledger, and a home with it as its host. */
export async function startExportKillBed(): Promise<ExportKillBed> {
  const bed = await startBackupBed('xk', { writerTps: 200 });
  const home = join(bed.folder, 'home');
  try {
    const more = `const d=new (require('better-sqlite3'))('/app/data/warga.db');d.exec('CREATE TABLE ballast (b)');
      const i=d.prepare('INSERT INTO ballast VALUES (randomblob(1000000))');for(let n=0;n<${ballast};n++)i.run();d.close()`;
    await bed.stack.exec('warga-service', ['node', '-e', more]);
    mkdirSync(home);
    const hostId = await addHost(home, bed);
    return {
      stop: () => bed.stop(),
      async kill(phase, afterMs) {
        const problems: string[] = [];
        const child = spawnCommand(home, ['backup', key.serviceId]);
        const exited = once(child, 'exit');
        const seen = new Set<string>();
        while (child.exitCode === null) {
          const names = partialsBelow(home);
          for (const name of names ?? []) seen.add(name);
          if (names && exportPhases[phase](names, seen)) break;
          await delay(1);
        }
        await delay(afterMs);
        child.kill('SIGKILL');
        const [code] = await exited;
        if (code !== null) problems.push(`the export ended with ${code} before it could be killed`);

        const [container] = await bed.stack.containers(key.serviceId as 'warga-service');
        const live = bed.docker.getContainer(container?.Id ?? '');
        const { State } = await live.inspect();
        if (!State.Running || State.Paused) problems.push('the container does not run');
        const committed = await lastAcknowledged(bed);
        const console = await openHeadlessConsole({ home, label: 'the next start' });
        try {
          await console.dispatcher.run('hosts.test', { hostId });
          const half = console.state.list('backups').filter((backup) => backup.verification !== 'verified');
          if (half.length > 0) problems.push(`half is listed: ${half.map(({ file }) => file).join(' ')}`);
          const { backup } = await console.dispatcher.run('backup.create', { hostId, ...key });

          const found = checkInvariant(plainCopy(join(home, 'backups', backup.file)));
          problems.push(...found.problems);
          if (found.lastSeq < committed)
            problems.push(`row ${committed} is lost, the last is ${found.lastSeq}`);
        } finally {
          await console.close();
        }
        if (partialsBelow(home)) problems.push('a half copy stays on the laptop');
        const top: { Processes: string[][] } = await live.top();
        if (top.Processes.flat().some((word) => word.includes('exportInContainer')))
          problems.push('the script still runs');
        const { stdout } = await bed.stack.exec('warga-service', [
          'sh',
          '-c',
          'find /tmp /app -name ".ronda-*"',
        ]);
        if (stdout.trim() !== '') problems.push(`left in the container: ${stdout.trim()}`);
        return problems;
      },
    };
  } catch (error) {
    await bed.stop();
    throw error;
  }
}

async function addHost(home: string, bed: BackupBed): Promise<string> {
  const console = await openHeadlessConsole({ home, label: 'testbed' });
  try {
    const { profileId } = await console.dispatcher.run('profile.import', { yaml: killProfile });
    const { hostId } = await console.dispatcher.run('hosts.add', {
      name: 'RT 04',
      target: { kind: 'local', socketPath: bed.engine.socketPath },
      profileId,
      connect: false,
    });
    return hostId;
  } finally {
    await console.close();
  }
}

const lastAcknowledged = async (bed: BackupBed): Promise<number> => {
  const { stdout } = await bed.stack.exec('warga-service', ['cat', '/app/ledger/ack.log']);
  return parseAckLedger(stdout).at(-1)?.seq ?? 0;
};

/** Names in the folder of an incoming copy; null while there is none. */
function partialsBelow(home: string): string[] | null {
  const root = join(home, 'backups');
  if (!existsSync(root)) return null;
  try {
    const all = readdirSync(root, { recursive: true }).map(String);
    const folder = all.find((name) => /\.partial-[^/]*$/.test(name));
    return folder === undefined ? null : readdirSync(join(root, folder));
  } catch {
    // It went while we looked.
    return null;
  }
}
