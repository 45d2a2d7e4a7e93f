import { expect, test } from 'vitest';
import type { EnvironmentHistory } from '../../shared/domain/environment.ts';
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
