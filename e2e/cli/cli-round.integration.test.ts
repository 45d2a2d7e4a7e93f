import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutputOf } from '../../src/shared/contract.ts';
import type { Backup, RestorePlan, RestoreResult } from '../../src/shared/domain/backup.ts';
import type { HostView } from '../../src/shared/domain/host.ts';
import type { Incident, TimelineEntry } from '../../src/shared/domain/incident.ts';
import type { CommandRecord, TileView } from '../../src/shared/domain/service.ts';
import type { ErrorShape } from '../../src/shared/errors.ts';
import { type Engine, startEngine } from '../testbed/engine.ts';
import { checkInvariant, parseAckLedger } from '../testbed/invariant.ts';
import { plainCopy } from '../testbed/plain-copy.ts';
import { runCommand } from '../testbed/processes.ts';
import { type Sshd, startSshd } from '../testbed/sshd.ts';
import { type Stack, startStack } from '../testbed/stack.ts';
import { profileForStack } from '../testbed/stack-profile.ts';
import { waitFor } from '../testbed/wait-for.ts';
import { rondaCommand } from './ronda-process.ts';

interface CheckOutput {
  readonly allUp: boolean;
  readonly hosts: readonly { readonly tiles: readonly TileView[] }[];
}

// Socket paths are short: the system's own temporary folder may be a long one.
const dir = mkdtempSync('/tmp/ronda-cli-');
const home = join(dir, 'home');
const userHome = join(dir, 'person');
const profileFile = join(dir, 'profile.yaml');
const user = `ronda-t${process.pid}`;
const password = 'pos ronda 04';
const ronda = rondaCommand(home, userHome);

let sshd: Sshd;
let engine: Engine;
let stack: Stack;

beforeAll(async () => {
  mkdirSync(userHome);
  const group = `${user}-g`;
  // Before the engine: it makes the group that owns the engine's socket.
  sshd = await startSshd({ dir: join(dir, 'sshd'), user, group, password });
  engine = await startEngine({ dir: join(dir, 'e'), group });
  stack = await startStack({ engine, dir: join(dir, 'logs'), writerTps: 200, healthInterval: '2s' });
  writeFileSync(profileFile, await profileForStack({ ports: stack.ports, retryAfter: '1s' }));
}, 180_000);

afterAll(async () => {
  await stack?.stop();
  await engine?.stop({ removeData: true });
  await sshd?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const sshHost = (name: string) => [
  ...['host', 'add', name, '--ssh', `${sshd.user}@${sshd.host}:${sshd.port}`],
  ...['--socket', engine.socketPath],
];

const tilesOf = (output: CheckOutput) => output.hosts.flatMap(({ tiles }) => tiles);

/** Rounds until everything is up; each is a process of its own, as from cron. */
async function checkUntilUp(): Promise<CheckOutput> {
  let last = '';
  return waitFor(
    'a round with everything up',
    async () => {
      const { code, stdout, stderr } = await ronda.run(['check', '--json']);
      last = stdout + stderr;
      if (code !== 0) throw new Error(`exit ${code}: ${summary(last)}`);
      return JSON.parse(stdout) as CheckOutput;
    },
    { timeoutMs: 40_000, everyMs: 1_000 },
  );
}

function summary(output: string): string {
  try {
    return tilesOf(JSON.parse(output) as CheckOutput)
      .map(({ serviceId, status, reason }) => `${serviceId} ${status}: ${reason}`)
      .join('\n');
  } catch {
    return output;
  }
}

async function rowCounts(): Promise<Record<string, number>> {
  const script = `const db = new (require('better-sqlite3'))('/app/data/warga.db', { readonly: true });
    const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all();
    console.log(JSON.stringify(Object.fromEntries(names.map((n) => [n, db.prepare('SELECT count(*) FROM ' + n).pluck().get()]))));`;
  const { stdout } = await stack.exec('warga-service', ['node', '-e', script]);
  return JSON.parse(stdout) as Record<string, number>;
}

test('a server whose key nobody accepted is not added, and gets nothing but a hello', async () => {
  const add = [...sshHost('Server RT 04'), '--key', sshd.identityFile];
  const refused = await ronda.json<{ error: ErrorShape }>(3, add);
  expect(refused.error.code).toBe('cli.needs-terminal');
  expect(refused.error.hint).toContain(`--accept-host-key ${sshd.fingerprint}`);
  const other = `SHA256:${'b'.repeat(43)}`;
  const differs = await ronda.json<{ error: ErrorShape }>(3, [...add, '--accept-host-key', other]);
  expect(differs.error.code).toBe('cli.fingerprint-differs');
  expect((await ronda.json<{ hosts: HostView[] }>(0, ['host', 'list'])).hosts).toEqual([]);
  expect(await sshd.log()).not.toContain('Accepted');
});

test('the night round, from the command line', { timeout: 300_000 }, async () => {
  await ronda.json(0, ['profile', 'import', profileFile]);
  const { host } = await ronda.json<{ host: HostView }>(0, [
    ...sshHost('Server RT 04'),
    ...['--key', sshd.identityFile, '--accept-host-key', sshd.fingerprint],
  ]);
  expect(host.connection).toMatchObject({ state: 'connected', methods: { docker: 'stream-local' } });
  expect(await sshd.log()).toContain('Accepted publickey');

  const green = await checkUntilUp();
  expect(tilesOf(green).map(({ status }) => status)).toEqual(Array(8).fill('up'));

  // From outside: to Ronda it is down, not paused.
  await stack.stopService('gateway');
  const gateway = (round: CheckOutput) =>
    tilesOf(round).find(({ serviceId }) => serviceId === 'gateway')?.status;
  expect(gateway(await ronda.json<CheckOutput>(1, ['check']))).toBe('pending');
  expect(gateway(await ronda.json<CheckOutput>(1, ['check', '--retry']))).toBe('down');

  const { incident } = await ronda.json<{ incident: Incident }>(0, [
    ...['incident', 'open', 'Gerbang tidak menjawab', '--severity', 'P2', '--service', 'gateway'],
    ...['--note', 'ronda check'],
  ]);
  const number = String(incident.number);
  const assessed = await ronda.json<{ incident: Incident }>(0, [
    ...['incident', 'step', number, 'assess', '--note', 'semua lewat gerbang'],
  ]);
  expect(assessed.incident.steps.assess).toMatchObject({ state: 'done', note: 'semua lewat gerbang' });

  const restart = [
    'service',
    'restart',
    'gateway',
    '--reason',
    'container was stopped',
    '--incident',
    number,
  ];
  const { commands } = await ronda.json<{ commands: CommandRecord[] }>(0, restart);
  expect(commands).toEqual([
    expect.objectContaining({ ok: true, command: expect.stringContaining('docker restart') }),
  ]);
  await stack.waitHealthy(['gateway']);
  await checkUntilUp();

  const acknowledged = await stack.exec('warga-service', ['tail', '-n', '1', '/app/ledger/ack.log']);
  const { backup } = await ronda.json<{ backup: Backup }>(0, ['backup', 'warga-service']);
  expect(backup.verification).toBe('verified');
  const copy = checkInvariant(plainCopy(join(home, 'backups', backup.file)));
  expect(copy.problems).toEqual([]);
  expect(copy.lastSeq).toBeGreaterThanOrEqual(parseAckLedger(acknowledged.stdout).at(-1)?.seq ?? 1);
  const verified = await ronda.json<{ backup: Backup }>(0, ['verify', 'latest']);
  expect(verified.backup.steps.every(({ ok }) => ok)).toBe(true);

  // The writer rests from here on, so that the rows can be compared to the last one.
  await stack.control('warga-service', { writerTps: 0 });
  const damage = `const db = new (require('better-sqlite3'))('/app/data/warga.db');
    db.pragma('foreign_keys = OFF'); db.exec('DELETE FROM residents; DELETE FROM transfers');`;
  await stack.exec('warga-service', ['node', '-e', damage]);
  expect(await rowCounts()).not.toEqual(backup.rowCounts);

  const { plan } = await ronda.json<{ plan: RestorePlan }>(0, ['restore', backup.id, '--dry-run']);
  expect(plan.stops.map(({ running }) => running)).toContain(true);
  expect((await rowCounts()).residents).toBe(0);
  const { error } = await ronda.json<{ error: ErrorShape }>(2, ['restore', backup.id]);
  expect(error.code).toBe('cli.needs-yes');
  expect((await rowCounts()).residents).toBe(0);

  const restore = ['restore', backup.id, '--yes', '--reason', 'residents deleted'];
  const { result } = await ronda.json<{ result: RestoreResult }>(0, restore);
  expect(result.outcome).toBe('restored');
  expect(await rowCounts()).toEqual(backup.rowCounts);
  await stack.waitHealthy(['warga-service']);
  await checkUntilUp();

  const list = await ronda.json<{ backups: Backup[] }>(0, ['backup', 'list']);
  expect(list.backups.map(({ id }) => id)).toContain(result.safetyBackupId);

  const forgotten = `new (require('better-sqlite3'))('/app/data/arsip.db').exec('CREATE TABLE t (a)')`;
  await stack.exec('warga-service', ['node', '-e', forgotten]);
  const found = await ronda.json<OutputOf<'backup.discover'>>(0, ['backup', 'discover']);
  const unnamed = found.databases.filter(({ named }) => named === null);
  expect(unnamed.map(({ path }) => path)).toEqual(['/app/data/arsip.db']);
  await ronda.json(0, ['backup', 'adopt', 'warga-service', '/app/data/arsip.db']);
  const adopted = await ronda.json<{ backup: Backup }>(0, ['backup', 'warga-service', 'arsip']);
  expect(adopted.backup).toMatchObject({ databaseId: 'arsip', verification: 'verified' });

  for (const [step, ...more] of [
    ['contain', '--skip', '--note', 'nothing else was touched'],
    ['fix', '--note', 'started again, data restored'],
    ['test', '--skip', '--note', 'the round itself is the test'],
    ['deploy', '--note', 'docker restart'],
    ['review', '--note', 'who stopped it?'],
  ] as const)
    await ronda.json(0, ['incident', 'step', number, step, ...more]);
  const closed = await ronda.json<{ incident: Incident }>(0, [
    ...['incident', 'close', number, '--note', 'semua hijau'],
  ]);
  expect(closed.incident.state).toBe('closed');
  const shown = await ronda.json<{ entries: TimelineEntry[]; brokenAt: number | null }>(0, [
    ...['incident', 'show', number],
  ]);
  expect(shown.brokenAt).toBeNull();
  expect(shown.entries.map(({ text }) => text).join('\n')).toContain('docker restart');
});

test('logs end by themselves, filtered; followed ones go on until Ctrl+C', { timeout: 60_000 }, async () => {
  const { lines } = await ronda.json<{ lines: { text: string }[] }>(0, ['logs', 'gateway', '--tail', '20']);
  expect(lines.length).toBeGreaterThan(0);
  const nothing = await ronda.json<{ lines: unknown[] }>(0, ['logs', 'gateway', '--grep', 'no such line']);
  expect(nothing.lines).toEqual([]);

  const following = ronda.start(['logs', 'gateway', '-f']);
  let seen = '';
  following.stdout?.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  await waitFor('the first lines', () => seen.includes('\n'), { timeoutMs: 20_000 });
  following.kill('SIGINT');
  const [code] = (await once(following, 'close')) as [number | null];
  expect(code).toBe(130);
});

test('a password comes in by a file descriptor and is nowhere in the home', { timeout: 60_000 }, async () => {
  const withPassword = rondaCommand(join(dir, 'home-2'), userHome);
  const add = [
    ...sshHost('Sandi'),
    ...['--password', '--password-fd', '3', '--accept-host-key', sshd.fingerprint],
  ];
  const wrong = await withPassword.json<{ error: ErrorShape }>(3, add, { secret: 'salah' });
  expect(wrong.error.code).toMatch(/^hosts\./);
  const { host } = await withPassword.json<{ host: HostView }>(0, add, { secret: password });
  expect(host.connection.state).toBe('connected');
  const found = await filesHolding(join(dir, 'home-2'), password);
  expect(found).toBe('');
});

/** Files under a folder that hold the text. */
async function filesHolding(folder: string, text: string): Promise<string> {
  // grep ends with 1 when it found nothing.
  const { stdout } = await runCommand('sh', [
    '-c',
    'grep -rlF -- "$1" "$2" || test $? -eq 1',
    'sh',
    text,
    folder,
  ]);
  return stdout;
}
