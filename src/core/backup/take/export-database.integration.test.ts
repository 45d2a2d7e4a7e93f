import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BackupBed,
  connectTo,
  createConsole,
  startBackupBed,
  wargaKey,
} from '../../../../e2e/testbed/backup-bed.ts';
import { checkInvariant, parseAckLedger } from '../../../../e2e/testbed/invariant.ts';
import { plainCopy } from '../../../../e2e/testbed/plain-copy.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import type { Backup } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { resolveBackupFile } from '../catalogue/backup-paths.ts';
import { plainStorage } from '../stored/backup-keys.ts';
import { receivePages } from './delta/receive-pages.ts';
import { execInContainer } from './exec-stream.ts';
import { exportScript } from './export-in-container.ts';
import { blockBytes } from './export-protocol.ts';
import { openExport } from './receive-export.ts';

let bed: BackupBed;
beforeAll(async () => {
  bed = await startBackupBed('exp', { writerTps: 200 });
});
afterAll(async () => {
  await bed?.stop();
});

let folders = 0;
const newFolder = (): string => join(bed.folder, `backups-${++folders}`);

const acknowledged = async (): Promise<number> => {
  const { stdout } = await bed.stack.exec('warga-service', ['cat', '/app/ledger/ack.log']);
  return parseAckLedger(stdout).at(-1)?.seq ?? 0;
};

/** Command lines of everything that runs in the container. */
async function processesIn(service: 'warga-service'): Promise<string[]> {
  const [container] = await bed.stack.containers(service);
  const top: { Processes: string[][] } = await bed.docker.getContainer(container?.Id ?? '').top();
  return top.Processes.map((columns) => columns.join(' '));
}

/** Every file below a folder, relative. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

/** What a program in the container leaves there when it has come so far. */
const fileInWarga = (path: string): Promise<unknown> =>
  waitFor(path, () => bed.stack.exec('warga-service', ['test', '-e', path]));

const createWith = (console: ReturnType<typeof createConsole>): Promise<{ backup: Backup }> =>
  console.feature.handlers['backup.create'](wargaKey, console.context);

test('a copy under 200 tx/s is whole, has every acknowledged row, and is verified', async () => {
  const console = createConsole(connectTo(bed.engine).connection, newFolder());
  await waitFor('the writer', async () => (await acknowledged()) > 100);
  const before = await acknowledged();
  const { backup } = await createWith(console);
  const after = await acknowledged();
  const { stdout } = await bed.stack.exec('warga-service', ['cat', '/app/ledger/ack.log']);
  const acks = parseAckLedger(stdout).filter(({ seq }) => seq >= before);
  const stalls = acks.slice(1).map(({ at }, index) => at - (acks[index]?.at ?? at));
  expect(Math.max(...stalls)).toBeLessThan(4000);
  expect(after).toBeGreaterThan(before);

  const file = resolveBackupFile(console.backupFolder, backup.file);
  const { problems, lastSeq } = checkInvariant(file);
  expect(problems).toEqual([]);
  expect(lastSeq).toBeGreaterThanOrEqual(before);
  expect(backup.verification).toBe('verified');
  expect(backup.steps.map(({ step, ok }) => [step, ok])).toEqual([
    ['sha256', true],
    ['integrity', true],
    ['foreign-keys', true],
    ['row-counts', true],
  ]);
  expect(backup.rowCounts.transfers).toBe(lastSeq);
  expect(backup.file).toMatch(/^rt04\/warga-service\/warga\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db$/);
  expect(filesBelow(console.backupFolder).sort()).toEqual(
    [backup.file, backup.file.replace('.db', '.json')].map((path) => path.split('/')[3]).sort(),
  );
  expect(await processesIn('warga-service')).not.toContainEqual(expect.stringContaining('exportInContainer'));
});

test('a copy of the running service saved as a file is a database that stands on its own', async () => {
  const console = createConsole(connectTo(bed.engine).connection, newFolder());
  const { backup } = await createWith(console);
  const path = join(bed.folder, 'saved.db');
  await console.feature.handlers['backup.save']({ backupId: backup.id, path }, console.context);
  expect(checkInvariant(path).problems).toEqual([]);
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('over a far line a copy travels packed, under an older Node too, and is the same database', async () => {
  for (const [name, header] of [
    ['zstd', ''],
    // What an older Node in the image has.
    ['brotli', "require('zlib').zstdCompress = undefined; require('crypto').hash = undefined;"],
  ] as const) {
    const params = {
      path: '/app/data/warga.db',
      mode: 'pages',
      hasBase: false,
      isApart: false,
      blockBytes,
    } as const;
    const limits = { lockTimeoutMs: 1000, stallMs: 60_000, fastBytesPerMs: 1e12 };
    const script = header + exportScript({ ...params, ...limits });
    const [container] = await bed.stack.containers('warga-service');
    const exec = await execInContainer(
      bed.docker,
      container?.Id ?? '',
      { argv: ['node', '-e', script] },
      new AbortController().signal,
    );
    const { reader, start } = await openExport(exec.stdout);
    if ('refusal' in start) throw new Error(start.refusal.detail);
    const { pages, pageSize } = start;
    if (pages === null) throw new Error('no pages');
    expect(pages.packing).toBe(name);
    const folder = newFolder();
    mkdirSync(folder);
    const file = join(folder, 'copy.db');
    const { wireBytes } = await receivePages(reader, { pageSize, pages }, file, null, () => undefined);
    exec.close();
    expect(wireBytes).toBeLessThan((pages.count * pageSize) / 2);
    const copied = new Database(file);
    expect(copied.pragma('integrity_check', { simple: true })).toBe('ok');
    copied.close();
  }
});

test('over a far line only what changed since the last copy travels, under 200 tx/s, packed or not', async () => {
  const far = farFrom(connectTo(bed.engine).connection);
  const keys = { ...plainStorage, forNew: async () => ({ compress: true, encryptTo: null }) };
  const console = createConsole(far, newFolder(), { keys });
  const first = (await createWith(console)).backup;
  expect(first.file).toMatch(/\.zst$/);
  const before = await acknowledged();
  const second = (await createWith(console)).backup;
  const { problems, lastSeq } = checkInvariant(
    plainCopy(resolveBackupFile(console.backupFolder, second.file)),
  );
  expect(problems).toEqual([]);
  expect(lastSeq).toBeGreaterThanOrEqual(before);
  expect(second).toMatchObject({ verification: 'verified', method: 'held-read-raw' });

  const quiet = createConsole(far, newFolder(), { findDatabase: () => sourceAt('/app/data/quiet.db') });
  const setQuiet = (script: string): Promise<unknown> =>
    bed.stack.exec('warga-service', [
      'node',
      '-e',
      `const D=require('better-sqlite3');const d=new D('/app/data/quiet.db');${script};d.close()`,
    ]);
  await setQuiet(`d.exec('create table t(b)');const i=d.prepare('insert into t values(randomblob(9000))');
     for(let n=0;n<500;n++)i.run()`);
  const whole = (await createWith(quiet)).backup;
  await setQuiet(`d.exec('create table changed(a)');d.exec("insert into changed values('yes')")`);
  const changed = (await createWith(quiet)).backup;
  expect(changed.rowCounts).toEqual({ ...whole.rowCounts, changed: 1 });
  expect(changed.transferredBytes).toBeLessThan((whole.transferredBytes ?? 0) / 50);
});

test('a base that is damaged on the disk, or in pages of another size, spoils no copy', async () => {
  const far = farFrom(connectTo(bed.engine).connection);
  const console = createConsole(far, newFolder(), { findDatabase: () => sourceAt('/app/data/paged.db') });
  const setPaged = (script: string): Promise<unknown> =>
    bed.stack.exec('warga-service', [
      'node',
      '-e',
      `const D=require('better-sqlite3');const d=new D('/app/data/paged.db');${script};d.close()`,
    ]);
  await setPaged(`d.exec('create table t(b)');const i=d.prepare('insert into t values(randomblob(3000))');
     for(let n=0;n<300;n++)i.run()`);
  const first = (await createWith(console)).backup;
  const file = resolveBackupFile(console.backupFolder, first.file);
  const bytes = readFileSync(file);
  writeFileSync(
    file,
    Buffer.concat([bytes.subarray(0, 40_960), Buffer.alloc(8192, 9), bytes.subarray(49_152)]),
  );
  const second = (await createWith(console)).backup;
  expect(second).toMatchObject({ verification: 'verified', sha256: first.sha256 });

  await setPaged(`d.pragma('page_size = 1024');d.exec('vacuum')`);
  const third = (await createWith(console)).backup;
  expect(third).toMatchObject({ verification: 'verified', rowCounts: first.rowCounts });
  expect(readFileSync(resolveBackupFile(console.backupFolder, third.file)).readUInt16BE(16)).toBe(1024);
});

test('a database behind a link is copied with its -wal, which lies beside the file', async () => {
  const console = createConsole(connectTo(bed.engine).connection, newFolder(), {
    findDatabase: () => sourceAt('/app/data/link.db'),
  });
  await bed.stack.exec('warga-service', ['ln', '-sf', '/app/data/warga.db', '/app/data/link.db']);
  const before = await acknowledged();
  const { backup } = await createWith(console);
  expect(backup).toMatchObject({ verification: 'verified', method: 'held-read-raw' });
  const { problems, lastSeq } = checkInvariant(resolveBackupFile(console.backupFolder, backup.file));
  expect(problems).toEqual([]);
  expect(lastSeq).toBeGreaterThanOrEqual(before);
});

test('rows that are only in the -wal are in the copy', async () => {
  const console = createConsole(connectTo(bed.engine).connection, newFolder(), {
    findDatabase: () => sourceAt('/app/data/wal-only.db'),
  });
  const open = bed.stack.exec('warga-service', [
    'node',
    '-e',
    `const D=require('better-sqlite3');const d=new D('/app/data/wal-only.db');d.pragma('journal_mode=wal');
     d.pragma('wal_autocheckpoint=0');d.exec('create table t(a)');const i=d.prepare('insert into t values(?)');
     for(let n=0;n<500;n++)i.run(n);const f=require('fs');f.writeFileSync('/tmp/wal-only.ready','');
     const wait=setInterval(()=>{if(f.existsSync('/tmp/wal-only.ready'))return;clearInterval(wait);d.close()},100)`,
  ]);
  await fileInWarga('/tmp/wal-only.ready');
  const { stdout } = await bed.stack.exec('warga-service', ['sh', '-c', 'wc -c < /app/data/wal-only.db']);
  expect(Number(stdout)).toBeLessThanOrEqual(4096);
  const { backup } = await createWith(console);
  expect(backup.rowCounts).toEqual({ t: 500 });
  const copied = new Database(resolveBackupFile(console.backupFolder, backup.file), { readonly: true });
  expect(copied.pragma('journal_mode', { simple: true })).toBe('delete');
  expect(copied.prepare('SELECT sum(a) FROM t').pluck().get()).toBe(124_750);
  copied.close();
  await bed.stack.exec('warga-service', ['rm', '/tmp/wal-only.ready']);
  await open;
});

test('a cut link leaves no file here and no process there', async () => {
  const { connection, cut } = connectTo(bed.engine);
  const console = createConsole(connection, newFolder());
  await bed.stack.exec('warga-service', [
    'node',
    '-e',
    `const D=require('better-sqlite3');const d=new D('/app/data/big.db');d.exec('create table if not exists t(b)');
     const i=d.prepare('insert into t values(randomblob(1000000))');for(let n=0;n<60;n++)i.run();d.close()`,
  ]);
  const big = { ...wargaKey };
  const { feature, context } = console;
  const running = createConsole(connection, console.backupFolder, {
    findDatabase: () => sourceAt('/app/data/big.db'),
  }).feature.handlers['backup.create'](big, {
    signal: context.signal,
    emit: async () => {
      cut();
    },
  });
  await expect(running).rejects.toMatchObject({ code: 'backup.link-lost' });
  expect(filesBelow(console.backupFolder)).toEqual([]);
  expect((await feature.handlers['backup.list']({}, context)).backups).toEqual([]);
  await waitFor('the script to end', async () =>
    (await processesIn('warga-service')).every((line) => !line.includes('exportInContainer')),
  );
});

test('a console that is killed in the middle leaves no process in the container', async () => {
  const script = `
    import Docker from ${JSON.stringify(import.meta.resolve('dockerode'))};
    import { execInContainer } from ${JSON.stringify(join(import.meta.dirname, 'exec-stream.ts'))};
    import { exportScript } from ${JSON.stringify(join(import.meta.dirname, 'export-in-container.ts'))};
    const docker = new Docker({ socketPath: process.argv[2] });
    const params = { path: '/app/data/big.db', mode: 'copy', hasBase: false, isApart: false, blockBytes: 1024, fastBytesPerMs: 1, lockTimeoutMs: 1000, stallMs: 60000 };
    const exec = await execInContainer(docker, process.argv[3], { argv: ['node', '-e', exportScript(params)] },
      new AbortController().signal);
    for await (const chunk of exec.stdout) { process.stdout.write('going'); await new Promise(() => undefined); }
  `;
  const file = join(bed.folder, 'killed-console.ts');
  writeFileSync(file, script);
  const [container] = await bed.stack.containers('warga-service');
  const child = spawn(process.execPath, [file, bed.engine.socketPath, container?.Id ?? ''], {
    env: { PATH: process.env.PATH ?? '', ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(await processesIn('warga-service')).toContainEqual(expect.stringContaining('exportInContainer'));
    child.kill('SIGKILL');
    await waitFor(
      'the script to end',
      async () => (await processesIn('warga-service')).every((line) => !line.includes('exportInContainer')),
      { timeoutMs: 10_000 },
    );
  } finally {
    child.kill('SIGKILL');
  }
});

test('a writer that holds the database for itself is waited for and then reported', async () => {
  const console = createConsole(connectTo(bed.engine).connection, newFolder(), {
    findDatabase: () => sourceAt('/app/data/big.db'),
  });
  const holding = bed.stack.exec('warga-service', [
    'node',
    '-e',
    `const D=require('better-sqlite3');const d=new D('/app/data/big.db');d.exec('begin exclusive');
     const f=require('fs');f.writeFileSync('/tmp/held.ready','');
     const wait=setInterval(()=>{if(f.existsSync('/tmp/held.ready'))return;clearInterval(wait);d.exec('rollback')},100)`,
  ]);
  await fileInWarga('/tmp/held.ready');
  await expect(createWith(console)).rejects.toMatchObject({ code: 'backup.source-locked' });
  await bed.stack.exec('warga-service', ['rm', '/tmp/held.ready']);
  await holding;
  expect(filesBelow(console.backupFolder)).toEqual([]);
  const [container] = await bed.stack.containers('warga-service');
  const { State } = await bed.docker.getContainer(container?.Id ?? '').inspect();
  expect(State).toMatchObject({ Running: true, Paused: false });
  expect(await processesIn('warga-service')).not.toContainEqual(expect.stringContaining('exportInContainer'));
  const { backup } = await createWith(console);
  expect(backup.verification).toBe('verified');
});

test('a damaged database is kept as unverified, said, and not counted as a backup', async () => {
  const console = createConsole(connectTo(bed.engine).connection, newFolder(), {
    findDatabase: () => sourceAt('/app/data/damaged.db'),
  });
  await bed.stack.exec('warga-service', [
    'node',
    '-e',
    `const D=require('better-sqlite3');const f='/app/data/damaged.db';const d=new D(f);d.exec('create table t(b)');
     const i=d.prepare('insert into t values(randomblob(500))');for(let n=0;n<200;n++)i.run();d.close();
     const fs=require('fs');const fd=fs.openSync(f,'r+');fs.writeSync(fd,Buffer.alloc(4096,9),0,4096,8192)`,
  ]);
  const failure: unknown = await createWith(console).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'backup.unverified' });
  expect(filesBelow(console.backupFolder).filter((name) => name.endsWith('.unverified.db'))).toHaveLength(1);
  const { backups } = await console.feature.handlers['backup.list']({}, console.context as never);
  expect(backups).toMatchObject([{ verification: 'failed', verifiedAt: null }]);
  expect(console.state.list('jobs')).toMatchObject([{ state: 'failed' }]);
});

test('of two exports of one database at once, one runs', async () => {
  const console = createConsole(connectTo(bed.engine).connection, newFolder());
  const results = await Promise.allSettled([createWith(console), createWith(console)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = results.find((result) => result.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'state.lease-held' });
});

test('a full disk: the partial copy is removed, older backups stay as they were', async () => {
  const disk = join(bed.folder, 'disk.img');
  const mount = join(bed.folder, 'disk');
  mkdirSync(mount);
  execFileSync('truncate', ['-s', '24M', disk]);
  execFileSync('mkfs.ext4', ['-q', '-m', '0', disk]);
  execFileSync('mount', ['-o', 'loop', disk, mount]);
  try {
    const backups = join(mount, 'backups');
    const { connection } = connectTo(bed.engine);
    const small = createConsole(connection, backups);
    const { backup } = await createWith(small);
    const file = resolveBackupFile(backups, backup.file);
    const bytes = readFileSync(file);
    const before = filesBelow(backups);

    const large = createConsole(connection, backups, { findDatabase: () => sourceAt('/app/data/big.db') });
    await expect(createWith(large)).rejects.toMatchObject({ code: 'backup.no-space' });
    expect(filesBelow(backups)).toEqual(before);
    expect(readFileSync(file).equals(bytes)).toBe(true);

    // And full for certain, where no look at the free space beforehand can tell: the last bytes go meanwhile.
    const left = Number(execFileSync('df', ['-B1', '--output=avail', mount]).toString().split('\n')[1]);
    writeFileSync(
      join(mount, 'filler'),
      Buffer.alloc(left - 4 * 1024 * 1024 - statSync(file).size - 3_000_000),
    );
    const entries: string[] = [];
    const racing = createConsole(connection, backups, { onJournal: ({ event }) => entries.push(event) });
    const running = racing.feature.handlers['backup.create'](wargaKey, {
      signal: new AbortController().signal,
      emit: async () => {
        if (!existsSync(join(mount, 'rest'))) {
          try {
            writeFileSync(join(mount, 'rest'), Buffer.alloc(32_000_000));
          } catch (error) {
            expect(error).toMatchObject({ code: 'ENOSPC' });
          }
        }
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'backup.no-space' });
    expect(entries).toEqual(['backup-failed']);
    expect(filesBelow(backups)).toEqual(before);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  } finally {
    execFileSync('umount', [mount]);
  }
});

test('of an image without node and sqlite3, on a server that can arm no timer, nothing is paused and what is missing is said', async () => {
  const { connection } = connectTo(bed.engine);
  const console = createConsole(connection, newFolder(), {
    findDatabase: () => ({
      ...sourceAt('/app/data/big.db'),
      project: null,
      service: { ...sourceAt('/app/data/big.db').service, compose: 'bare' },
    }),
  });
  const [container] = await bed.stack.containers('warga-service');
  const bare = await bed.docker.createContainer({
    Image: container?.Image ?? '',
    Entrypoint: [
      'sh',
      '-c',
      'printf "SQLite format 3\\0" > /app/data/big.db; rm -f "$(command -v node)"; echo gone; exec sleep 600',
    ],
    User: '0',
    Labels: { 'com.docker.compose.service': 'bare' },
  });
  try {
    await bare.start();
    await waitFor('node to be gone', async () => String(await bare.logs({ stdout: true })).includes('gone'));
    const failure = await createWith(console).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RondaError);
    expect(failure).toMatchObject({
      code: 'backup.no-timer',
      params: { missing: 'not in this bed' },
    });
  } finally {
    await bare.remove({ force: true });
  }
});

/** As over SSH: not worth less than packing. */
const farFrom = (connection: HostConnection): HostConnection => ({
  ...connection,
  methods: { ...connection.methods, exec: 'ssh-exec' },
});

function sourceAt(path: string) {
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
}
