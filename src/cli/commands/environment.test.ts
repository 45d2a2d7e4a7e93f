import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type {
  EnvironmentHistory,
  EnvironmentRestorePlan,
  EnvironmentRestoreResult,
} from '../../shared/domain/environment.ts';
import { RondaError } from '../../shared/errors.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const history: EnvironmentHistory = {
  historyId: 'service-warga-service',
  kind: 'service',
  name: 'warga-service',
  snapshots: [
    { snapshot: 3, at: 1_000, isThere: true, keys: 2, change: null },
    {
      snapshot: 4,
      at: 2_000,
      isThere: true,
      keys: 2,
      change: { added: ['NEW\u001b[2J'], changed: ['TOKEN'], removed: ['OLD'] },
    },
  ],
  dropped: 2,
  keys: [
    { name: 'OLD', firstSeen: 500, lastChanged: 500, isGone: true },
    { name: 'TOKEN', firstSeen: 500, lastChanged: 2_000, isGone: false },
  ],
};
const server = (histories: EnvironmentHistory[] = [history]) =>
  createFakeConsole({
    'vault.create': async () => ({}),
    'env.snapshot': async () => ({
      added: [{ historyId: history.historyId, name: 'warga-service', snapshot: 4 }],
      unchanged: 2,
      leftOut: [
        { what: '/opt/.env', why: new RondaError('env.not-a-file', { path: '/opt/.env' }).toShape() },
      ],
      unread: ['bot'],
    }),
    'env.history': async () => ({ histories }),
    'env.reveal': async () => ({ value: 'rahasia\n\u001b[2Jdua' }),
  });

test('a snapshot tells what changed, what was left out and what was not read', async () => {
  const io = createFakeIo({ terminal: true });
  io.answer('assphrase', 'kentongan tiga kali');
  expect(await runCli(['env', 'snapshot'], io, server().open)).toBe(0);
  for (const part of ['warga-service, snapshot 4', '2 unchanged', '/opt/.env', 'no container: bot'])
    expect(io.out()).toContain(part);
});

test('the list and a history tell names, times and ages', async () => {
  const list = createFakeIo();
  expect(await runCli(['env', 'list'], list, server().open)).toBe(0);
  expect(list.out()).toContain('warga-service');
  const none = createFakeIo();
  expect(await runCli(['env', 'list'], none, server([]).open)).toBe(0);
  expect(none.out()).toContain('ronda env snapshot');
  const io = createFakeIo();
  expect(await runCli(['env', 'history', 'warga-service'], io, server().open)).toBe(0);
  for (const part of ['~TOKEN', '-OLD', 'OLD (gone)', 'no longer known']) expect(io.out()).toContain(part);
  expect(io.out()).not.toContain('\u001b[2J');
  const unknown = createFakeIo();
  expect(await runCli(['env', 'history', 'x'], unknown, server().open)).not.toBe(0);
  expect(unknown.err()).toContain('Kept are: warga-service');
});

test('a reveal asks for one key of one snapshot; a pipe gets the value as it is, a terminal nothing it obeys', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['env', 'reveal', 'warga-service', 'TOKEN'], io, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toMatchObject({ snapshot: 4, name: 'TOKEN' });
  expect(io.out()).toBe('rahasia\n\u001b[2Jdua\n');
  const terminal = createFakeIo();
  Object.assign(terminal.stdout, { isTTY: true });
  expect(await runCli(['env', 'reveal', 'warga-service', 'TOKEN', '--at', '3'], terminal, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toMatchObject({ snapshot: 3 });
  expect(terminal.out()).toBe('rahasia\ndua\n');
});

const file: EnvironmentHistory = {
  ...history,
  historyId: 'file-0123',
  kind: 'file',
  name: '/opt/prisma/.env',
};
const plan: EnvironmentRestorePlan = {
  historyId: file.historyId,
  path: file.name,
  snapshot: 3,
  takenAt: 1_000,
  isThere: true,
  isSame: false,
  change: { added: ['OLD'], changed: ['TOKEN'], removed: [] },
  onlyOtherLines: false,
  uid: 0,
  gid: 0,
  mode: 0o640,
  commands: ["cd '/opt/prisma' && docker compose up -d"],
  planId: 'plan-1',
};
const restoring = (result: Partial<EnvironmentRestoreResult> = {}, planned = plan) =>
  createFakeConsole({
    'env.history': async () => ({ histories: [history, file] }),
    'env.plan-restore': async () => ({ plan: planned }),
    'env.restore': async () => ({
      result: {
        outcome: 'restored',
        reason: '',
        safetySnapshot: 5,
        commands: plan.commands,
        ...result,
      },
    }),
  });
const restored = (fake: ReturnType<typeof restoring>) =>
  fake.calls.filter(({ name }) => name === 'env.restore').map(({ input }) => input);

test('a plan shows names, owner and the command that is left to do, and nothing is put back', async () => {
  for (const argv of [
    ['env', 'plan-restore', '/opt/prisma/.env', '--at', '3'],
    ['env', 'restore', '/opt/prisma/.env', '--at', '3', '--dry-run'],
  ]) {
    const fake = restoring();
    const io = createFakeIo();
    expect(await runCli(argv, io, fake.open)).toBe(0);
    for (const part of ['+OLD ~TOKEN', 'mode 640', 'docker compose up -d']) expect(io.out()).toContain(part);
    expect(restored(fake)).toEqual([]);
  }
});

test('a file is put back after its name was typed, or with --yes; a rollback ends with 1', async () => {
  const argv = ['env', 'restore', '/opt/prisma/.env', '--at', '3'];
  const alone = restoring();
  expect(await runCli(argv, createFakeIo(), alone.open)).not.toBe(0);
  expect(alone.calls).toHaveLength(1);
  const fake = restoring();
  const io = createFakeIo({ terminal: true });
  io.answer('Type .env', '.env');
  expect(await runCli(argv, io, fake.open)).toBe(0);
  expect(restored(fake)).toMatchObject([{ snapshot: 3, planId: 'plan-1' }]);
  expect(io.out()).toContain('snapshot 5');
  expect(io.out()).toContain('docker compose up -d');
  const other = restoring();
  const wrong = createFakeIo({ terminal: true });
  wrong.answer('Type .env', 'yes');
  expect(await runCli(argv, wrong, other.open)).not.toBe(0);
  expect(restored(other)).toEqual([]);
  const back = restoring({ outcome: 'rolled-back', reason: 'disk full' });
  const bad = createFakeIo();
  expect(await runCli([...argv, '--yes'], bad, back.open)).toBe(1);
  expect(bad.out()).toContain('disk full');
});

const exporting = () =>
  createFakeConsole({
    'env.history': async () => ({ histories: [history, file] }),
    'env.export': async ({ path }) => ({ path: path ?? null, keys: 2 }),
  });

test('the passphrase of an export is asked for twice and is no argument', async () => {
  const fake = exporting();
  const io = createFakeIo({ terminal: true });
  io.answer('Passphrase of the export', 'kopi susu hangat');
  io.answer('The same again', 'kopi susu hangat');
  expect(await runCli(['env', 'export', 'x.age', 'warga-service'], io, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toMatchObject({
    form: 'dotenv-age',
    historyId: history.historyId,
    path: resolve('x.age'),
    to: { kind: 'passphrase', passphrase: 'kopi susu hangat' },
  });
  expect(io.err() + io.out()).not.toContain('kopi');
  const typo = createFakeIo({ terminal: true });
  typo.answer('Passphrase of the export', 'kopi susu hangat');
  typo.answer('The same again', 'kopi susu dingin');
  const other = exporting();
  expect(await runCli(['env', 'export', 'x.age', 'warga-service'], typo, other.open)).not.toBe(0);
  expect(typo.err()).toContain('not the same');
  expect(other.calls.some(({ name }) => name === 'env.export')).toBe(false);
  const alone = createFakeIo();
  expect(await runCli(['env', 'export', 'x.age', 'warga-service'], alone, exporting().open)).not.toBe(0);
  expect(alone.err()).toContain('--export-passphrase-fd');
});

test('an import file is plain only where that was said, and nothing that was given is ignored', async () => {
  const fake = exporting();
  const io = createFakeIo();
  expect(await runCli(['env', 'export', 'x.json', '--bitwarden', '--plain'], io, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toMatchObject({ form: 'bitwarden', plain: true });
  expect(io.out()).toContain('not encrypted');
  await runCli(['env', 'export', 'x.json', '--bitwarden'], createFakeIo(), fake.open);
  expect(fake.calls.at(-1)?.input).toMatchObject({ plain: false });
  const before = fake.calls.length;
  for (const rest of [
    ['--bitwarden', '--at', '3'],
    ['--bitwarden', '--recipient', 'age1x'],
    ['warga-service', '--plain'],
    [],
  ])
    expect(await runCli(['env', 'export', 'x', ...rest], createFakeIo(), fake.open)).not.toBe(0);
  expect(fake.calls).toHaveLength(before);
});
