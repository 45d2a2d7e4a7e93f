import { expect, test } from 'vitest';
import type {
  ConfigurationHistory,
  ConfigurationRestorePlan,
  ConfigurationRestoreResult,
} from '../../shared/domain/configuration.ts';
import { RondaError } from '../../shared/errors.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const history = (path: string, id: string): ConfigurationHistory => ({
  historyId: `config-${id.repeat(16)}`,
  path,
  origin: 'manual',
  dropped: 0,
  snapshots: [
    { snapshot: 1, at: 1_000, isThere: true, bytes: 20, lines: { added: 3, removed: 0 } },
    { snapshot: 2, at: 2_000, isThere: true, bytes: 2048, lines: { added: 2, removed: 1 } },
    { snapshot: 3, at: 3_000, isThere: false, bytes: 0, lines: { added: 0, removed: 4 } },
  ],
});
const pm2 = history('/home/admin/.pm2/dump.pm2', 'a');
const plan: ConfigurationRestorePlan = {
  historyId: pm2.historyId,
  path: pm2.path,
  snapshot: 2,
  takenAt: 2_000,
  isThere: true,
  isSame: false,
  bytes: 2048,
  lines: { added: 4, removed: 1 },
  uid: 1000,
  gid: 1000,
  mode: 0o600,
  before: ['pm2 stop bot'],
  after: ['pm2 resurrect'],
  planId: 'plan-1',
};
const server = (result: Partial<ConfigurationRestoreResult> = {}, planned = plan) =>
  createFakeConsole({
    'vault.create': async () => ({}),
    'config.snapshot': async () => ({
      added: [{ historyId: pm2.historyId, path: pm2.path, snapshot: 3 }],
      unchanged: 4,
      absent: ['/home/admin/bot/data-store.json'],
      leftOut: [{ what: '/x', why: new RondaError('config.not-a-file', { path: '/x' }).toShape() }],
    }),
    'config.history': async () => ({
      histories: [pm2, history('/etc/nginx/nginx.conf', 'b'), history('/opt/nginx/nginx.conf', 'c')],
    }),
    'config.show': async () => ({ text: 'rahasia\n\u001b[2Jdua\n' }),
    'config.plan-restore': async () => ({ plan: planned }),
    'config.restore': async () => ({
      result: { outcome: 'restored', reason: '', safetySnapshot: 4, after: plan.after, ...result },
    }),
  });

test('a look tells what is kept, what is not there and what was left out', async () => {
  const io = createFakeIo({ terminal: true });
  io.answer('assphrase', 'kentongan tiga kali');
  expect(await runCli(['config', 'snapshot'], io, server().open)).toBe(0);
  for (const part of [
    'dump.pm2, snapshot 3',
    '4 unchanged',
    'not there: /home/admin/bot',
    '/x is no plain file',
  ])
    expect(io.out()).toContain(part);
});

test('a list and a history tell paths, sizes and lines', async () => {
  const list = createFakeIo();
  expect(await runCli(['config', 'list'], list, server().open)).toBe(0);
  for (const part of ['/opt/nginx/nginx.conf', 'manual', 'not there']) expect(list.out()).toContain(part);
  const io = createFakeIo();
  expect(await runCli(['config', 'history', '~/.pm2/dump.pm2'], io, server().open)).toBe(0);
  for (const part of ['+2 −1 lines', 'the file is not there']) expect(io.out()).toContain(part);
});

test('a file is meant by its last names where they are its alone', async () => {
  const io = createFakeIo();
  expect(await runCli(['config', 'history', 'dump.pm2'], io, server().open)).toBe(0);
  const unclear = createFakeIo();
  expect(await runCli(['config', 'history', 'nginx.conf'], unclear, server().open)).not.toBe(0);
  expect(unclear.err()).toContain('/etc/nginx/nginx.conf, /opt/nginx/nginx.conf');
});

test('a pipe gets the text as it is, a terminal nothing it obeys', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['config', 'show', 'dump.pm2', '--at', '2'], io, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toMatchObject({ snapshot: 2, as: 'content' });
  expect(io.out()).toBe('rahasia\n\u001b[2Jdua\n');
  const terminal = createFakeIo();
  Object.assign(terminal.stdout, { isTTY: true });
  expect(await runCli(['config', 'show', 'dump.pm2', '--change'], terminal, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toMatchObject({ snapshot: 3, as: 'change' });
  expect(terminal.out()).not.toContain('\u001b[2J');
});

test('a dry run tells lines, owner and the commands around it, and changes nothing', async () => {
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['config', 'plan-restore', 'dump.pm2', '--at', '2'], io, fake.open)).toBe(0);
  for (const part of [
    '+4 −1 lines',
    '1000:1000, mode 600',
    'First run on the server: pm2 stop bot',
    'pm2 resurrect',
  ])
    expect(io.out()).toContain(part);
  expect(fake.calls.map(({ name }) => name)).not.toContain('config.restore');
});

test('a file goes back by the plan that was shown; without a terminal it takes --yes', async () => {
  const unasked = createFakeIo();
  const fake = server();
  expect(await runCli(['config', 'restore', 'dump.pm2', '--at', '2'], unasked, fake.open)).not.toBe(0);
  expect(fake.calls.map(({ name }) => name)).not.toContain('config.restore');
  const io = createFakeIo();
  expect(
    await runCli(['config', 'restore', 'dump.pm2', '--at', '2', '--yes', '--reason', 'lost'], io, fake.open),
  ).toBe(0);
  expect(fake.calls.at(-1)?.input).toMatchObject({ planId: 'plan-1', snapshot: 2, reason: 'lost' });
  expect(io.out()).toContain('snapshot 4');
  const bad = createFakeIo();
  const rolledBack = server({ outcome: 'rolled-back', reason: 'disk full' });
  expect(
    await runCli(['config', 'restore', 'dump.pm2', '--at', '2', '--yes'], bad, rolledBack.open),
  ).not.toBe(0);
  expect(bad.out()).toContain('disk full');
});
