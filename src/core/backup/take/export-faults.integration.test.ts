import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BackupBed,
  connectTo,
  createConsole,
  startBackupBed,
  wargaKey,
} from '../../../../e2e/testbed/backup-bed.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import { resolveBackupFile } from '../catalogue/backup-paths.ts';
import { type BackupKeys, plainStorage } from '../stored/backup-keys.ts';

let bed: BackupBed;
/** So much of random bytes is added to the service's database: a copy of it can be caught in the middle. */
const ballast = 60_000_000;
beforeAll(async () => {
  bed = await startBackupBed('flt');
  await bed.stack.exec('warga-service', [
    'node',
    '-e',
    `const d=new (require('better-sqlite3'))('/app/data/small.db');d.exec('CREATE TABLE t (a)');
     d.exec('INSERT INTO t VALUES (1)');d.close()`,
  ]);
  await addBallast('warga.db');
  // Without a -wal, so that a writer can keep readers out.
  await addBallast('rollback.db');
});
afterAll(async () => {
  await bed?.stop();
});

const addBallast = (name: string): Promise<unknown> =>
  bed.stack.exec('warga-service', [
    'node',
    '-e',
    `const d=new (require('better-sqlite3'))('/app/data/${name}');d.exec('CREATE TABLE IF NOT EXISTS ballast (b)');
     const i=d.prepare('INSERT INTO ballast VALUES (randomblob(1000000))');for(let n=0;n<${ballast / 1e6};n++)i.run();
     d.close()`,
  ]);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

const createWith = (console: ReturnType<typeof createConsole>): Promise<{ backup: Backup }> =>
  console.feature.handlers['backup.create'](wargaKey, console.context);

/** A way to the engine that breaks, as a pulled cable does, after so many bytes came from there. */
async function startBreakingWay(): Promise<{
  path: string;
  breakAfter(bytes: number): void;
  server: Server;
}> {
  const path = join(bed.folder, 'way.sock');
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let isBroken = false;
  const server = createServer((near) => {
    const far = connect(bed.engine.socketPath);
    if (isBroken) near.destroy();
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        (socket === near ? far : near).destroy();
      });
    }
    near.pipe(far);
    far.on('data', (chunk) => {
      left -= chunk.length;
      if (left > 0) return void near.write(chunk);
      isBroken = true;
      for (const socket of sockets) socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    server,
    breakAfter(bytes) {
      left = bytes;
    },
  };
}

test('a link that breaks at half of a copy: nothing of it stays or is listed, and the next one is whole', async () => {
  const way = await startBreakingWay();
  try {
    const entries: BackupJournalEntry[] = [];
    const { connection } = connectTo(bed.engine, new Docker({ socketPath: way.path }));
    const console = createConsole(connection, join(bed.folder, 'cut'), { onJournal: (e) => entries.push(e) });
    let most = 0;
    way.breakAfter(ballast / 2);
    const running = console.feature.handlers['backup.create'](wargaKey, {
      signal: console.context.signal,
      emit: async (progress) => {
        most = Math.max(most, progress.doneBytes ?? 0);
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'backup.link-lost', params: { step: 'copy' } });
    expect(most).toBeLessThan(ballast);
    expect(filesBelow(console.backupFolder)).toEqual([]);
    expect((await console.feature.handlers['backup.list']({}, console.context as never)).backups).toEqual([]);
    expect(entries.map(({ event }) => event)).toEqual(['backup-failed']);
    expect(console.state.list('jobs')).toMatchObject([{ state: 'failed' }]);

    const again = createConsole(connectTo(bed.engine).connection, console.backupFolder);
    const { backup } = await createWith(again);
    expect(backup).toMatchObject({ verification: 'verified' });
    expect(backup.bytes).toBeGreaterThan(ballast);
  } finally {
    way.server.close();
  }
});

test.each(['plain', 'encrypted'])(
  'a link that breaks at half of a copy over a far line: nothing is listed, and the next copy goes on from there (%s)',
  async (stored) => {
    const way = await startBreakingWay();
    const far = ({ connection }: ReturnType<typeof connectTo>) => ({
      ...connection,
      methods: { ...connection.methods, exec: 'ssh-exec' as const },
    });
    const findDatabase = () => databaseAt('/app/data/rollback.db');
    const left = stored === 'plain' ? '.interrupted.db' : '.interrupted.db.age';
    const identity = await generateX25519Identity();
    const encryptTo = { recipients: [await identityToRecipient(identity)] };
    const keys: BackupKeys =
      stored === 'plain'
        ? plainStorage
        : {
            forNew: async () => ({ compress: false, encryptTo }),
            forOpening: async () => ({ identities: [identity], passphrases: [] }),
          };
    try {
      const overWay = connectTo(bed.engine, new Docker({ socketPath: way.path }));
      const console = createConsole(far(overWay), join(bed.folder, `far-${stored}`), { keys, findDatabase });
      way.breakAfter(ballast / 2);
      await expect(createWith(console)).rejects.toMatchObject({ code: 'backup.link-lost' });
      expect(filesBelow(console.backupFolder)).toEqual([left]);
      const { backups } = await console.feature.handlers['backup.list']({}, console.context as never);
      expect(backups).toEqual([]);

      const again = createConsole(far(connectTo(bed.engine)), console.backupFolder, { keys, findDatabase });
      await whileHeld(() =>
        expect(createWith(again)).rejects.toMatchObject({ code: 'backup.source-locked' }),
      );
      expect(filesBelow(console.backupFolder)).toEqual([left]);
      const { backup } = await createWith(again);
      expect(backup).toMatchObject({ verification: 'verified' });
      expect(backup.bytes).toBeGreaterThan(ballast);
      // What was on its way when it broke is lost.
      expect(backup.transferredBytes).toBeLessThan(ballast * 0.75);
      expect(filesBelow(console.backupFolder)).toHaveLength(2);
      expect(filesBelow(console.backupFolder)).not.toContain(left);
    } finally {
      way.server.close();
    }
  },
  240_000,
);

/** Works while somebody holds the database for himself. */
async function whileHeld(work: () => Promise<unknown>): Promise<void> {
  const holding = bed.stack.exec('warga-service', [
    'node',
    '-e',
    `const D=require('better-sqlite3');const d=new D('/app/data/rollback.db');d.exec('begin exclusive');
     const f=require('fs');f.writeFileSync('/tmp/held.ready','');
     const wait=setInterval(()=>{if(f.existsSync('/tmp/held.ready'))return;clearInterval(wait);d.exec('rollback')},100)`,
  ]);
  await waitFor('the database to be held', async () => {
    const { stdout } = await bed.stack.exec('warga-service', ['ls', '/tmp']);
    return stdout.includes('held.ready');
  });
  try {
    await work();
  } finally {
    await bed.stack.exec('warga-service', ['rm', '/tmp/held.ready']);
    await holding;
  }
}

test('a disk that takes writes and fails their fsync makes a failed backup, and keeps the older ones', async () => {
  // An ext4 on a loop device whose own file lies on a far smaller tmpfs: there is room by all that it says, writes go
  // into the page cache, and only writing them back fails.
  const small = join(bed.folder, 'small');
  const mount = join(bed.folder, 'lying');
  for (const folder of [small, mount]) mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24M', 'tmpfs', small]);
  try {
    const image = join(small, 'disk.img');
    execFileSync('truncate', ['-s', '400M', image]);
    execFileSync('mkfs.ext4', ['-q', '-m', '0', '-O', '^has_journal', image]);
    execFileSync('mount', ['-o', 'loop,errors=continue', image, mount]);
    try {
      const entries: BackupJournalEntry[] = [];
      const console = createConsole(connectTo(bed.engine).connection, join(mount, 'backups'), {
        findDatabase: () => databaseAt('/app/data/small.db'),
        onJournal: (entry) => entries.push(entry),
      });
      const older = (await createWith(console)).backup;
      const file = resolveBackupFile(console.backupFolder, older.file);
      const bytes = readFileSync(file);
      const before = filesBelow(console.backupFolder);

      const large = createConsole(connectTo(bed.engine).connection, console.backupFolder, {
        repositories: console.repositories,
        onJournal: (entry) => entries.push(entry),
      });
      await expect(createWith(large)).rejects.toMatchObject({
        code: 'backup.no-space',
        cause: { syscall: 'fsync', code: 'ENOSPC' },
      });
      expect(filesBelow(console.backupFolder)).toEqual(before);
      expect(readFileSync(file).equals(bytes)).toBe(true);
      const { backups } = await large.feature.handlers['backup.list']({}, large.context as never);
      expect(backups.map(({ id, verification }) => [id, verification])).toEqual([[older.id, 'verified']]);
      expect(large.state.list('jobs')).toMatchObject([{ state: 'failed' }]);
      expect(entries.map(({ event }) => event)).toEqual(['backup-taken', 'backup-failed']);
    } finally {
      execFileSync('umount', ['-l', mount]);
    }
  } finally {
    execFileSync('umount', ['-l', small]);
  }
});

/** Another database of the same service. */
const databaseAt = (path: string) => {
  const database = { id: 'warga', engine: 'sqlite' as const, path, volume: 'warga-data' };
  const service = {
    id: 'warga-service',
    name: 'Warga',
    runsAs: 'container' as const,
    main: false,
    checks: [],
    databases: [database],
    alerts: [],
  };
  return { hostName: 'RT 04', service, database, project: null };
};
