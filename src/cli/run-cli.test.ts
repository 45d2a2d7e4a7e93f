import { expect, test } from 'vitest';
import type { TileView } from '../shared/domain/service.ts';
import type { Status } from '../shared/domain/status.ts';
import { RondaError } from '../shared/errors.ts';
import { runCli } from './run-cli.ts';
import { createFakeConsole, hostView } from './testing/fake-console.ts';
import { createFakeIo } from './testing/fake-io.ts';

const tile = (serviceId: string, status: Status, reason = 'ok'): TileView => ({
  id: `pos-1/${serviceId}`,
  hostId: 'pos-1',
  serviceId,
  name: serviceId,
  runsAs: 'container',
  port: null,
  status,
  since: 0,
  reason,
  checks: [],
  containers: [],
  databases: [],
  paused: null,
  silenced: null,
  uptime: null,
});

const checking = (...tiles: TileView[]) => ({ 'health.check-now': async () => ({ tiles }) });

test('a round with everything up ends with 0 and a table', async () => {
  const io = createFakeIo();
  const console = createFakeConsole(checking(tile('gateway', 'up'), tile('ollama', 'up')));
  expect(await runCli(['check'], io, console.open)).toBe(0);
  expect(io.out()).toContain('gateway');
  expect(io.out()).toContain('All 2 up.');
  expect(console.closed()).toBe(true);
});

test.each(['degraded', 'pending', 'down', 'paused', 'unobserved'] as const)(
  'one service that is %s ends the round with 1',
  async (status) => {
    const console = createFakeConsole(checking(tile('gateway', 'up'), tile('ollama', status)));
    expect(await runCli(['check', '--json'], createFakeIo(), console.open)).toBe(1);
  },
);

test('a round over nothing is not "all up"', async () => {
  expect(await runCli(['check'], createFakeIo(), createFakeConsole(checking()).open)).toBe(1);
});

test('--json writes one document, before or after the command, and nothing else', async () => {
  for (const argv of [
    ['--json', 'check'],
    ['check', '--json'],
  ]) {
    const io = createFakeIo();
    await runCli(argv, io, createFakeConsole(checking(tile('gateway', 'up'))).open);
    expect(JSON.parse(io.out())).toMatchObject({ allUp: true, hosts: [{ id: 'pos-1', name: 'Pos Ronda' }] });
    expect(io.err()).toBe('');
  }
});

test('--retry checks what is pending again until it is known', async () => {
  const statuses: Status[] = ['pending', 'pending', 'down'];
  const console = createFakeConsole({
    'health.check-now': async ({ serviceId }) => ({
      tiles: [tile('gateway', statuses.shift() ?? 'up'), ...(serviceId ? [] : [tile('ollama', 'up')])],
    }),
  });
  const io = createFakeIo();
  expect(await runCli(['check', '--retry', '--json'], io, console.open)).toBe(1);
  const { hosts } = JSON.parse(io.out()) as { hosts: { tiles: TileView[] }[] };
  expect(hosts[0]?.tiles.map(({ serviceId, status }) => `${serviceId} ${status}`)).toEqual([
    'gateway down',
    'ollama up',
  ]);
  const rounds = console.calls.filter(({ name }) => name === 'health.check-now');
  expect(rounds.map(({ input }) => input)).toEqual([
    { hostId: 'pos-1' },
    { hostId: 'pos-1', serviceId: 'gateway' },
    { hostId: 'pos-1', serviceId: 'gateway' },
  ]);
});

test('a hostile reason reaches neither the terminal nor the table', async () => {
  const io = createFakeIo();
  await runCli(['check'], io, createFakeConsole(checking(tile('x', 'down', 'a\u001b[2J\nb'))).open);
  expect(io.out()).not.toContain('\u001b');
  expect(io.out()).toContain('a b');
});

test('when the window runs the schedules the round is made all the same, and said', async () => {
  const io = createFakeIo();
  const console = createFakeConsole(checking(tile('gateway', 'up')), { leaseHolder: 'Ronda window' });
  expect(await runCli(['check'], io, console.open)).toBe(0);
  expect(io.err()).toContain('Ronda window');
  const json = createFakeIo();
  await runCli(['check', '--json'], json, console.open);
  expect(JSON.parse(json.out())).toMatchObject({ schedulesHeldBy: 'Ronda window' });
});

test.each([
  ['an unknown command', ['chek']],
  ['an unknown option', ['check', '--fast']],
  ['a missing argument', ['verify']],
  ['too many arguments', ['verify', 'a', 'b']],
  ['a wrong number', ['logs', 'gateway', '--tail', 'many']],
  ['a wrong regular expression', ['logs', 'gateway', '--grep', '(']],
  ['a wrong severity', ['incident', 'open', 'x', '--severity', 'P9']],
  ['a wrong step', ['incident', 'step', '1', 'celebrate']],
  ['a fingerprint that is none', ['check', '--accept-host-key', '*']],
  ['an unknown host', ['check', 'nowhere']],
  ['an unknown service', ['logs', 'nothing']],
  ['a service without a database', ['backup', 'gateway']],
  ['an unknown database', ['backup', 'warga-service', 'other.db']],
  ['a port that is none', ['host', 'add', 'x', '--ssh', 'a@b:70000']],
  ['a host named like another', ['host', 'add', 'pos ronda', '--local']],
])('%s is a usage error, as JSON too, and nothing is run', async (_what, argv) => {
  const io = createFakeIo();
  const console = createFakeConsole();
  expect(await runCli([...argv, '--json'], io, console.open)).toBe(2);
  const { error } = JSON.parse(io.out());
  expect(Object.keys(error)).toEqual(['code', 'message', 'hint']);
  expect(error.message).not.toBe('');
  expect(io.err()).toBe('');
  expect(console.calls.map(({ name }) => name).filter((name) => name !== 'hosts.list')).toEqual([]);

  const people = createFakeIo();
  expect(await runCli(argv, people, createFakeConsole().open)).toBe(2);
  expect(people.out()).toBe('');
  expect(people.err()).toContain('Error: ');
});

test('help and version cost no console and end with 0; no command at all is a usage error', async () => {
  const open = async () => {
    throw new Error('opened');
  };
  const io = createFakeIo();
  expect(await runCli(['--help'], io, open)).toBe(0);
  expect(io.out()).toContain('130');
  expect(await runCli(['restore', '--help'], createFakeIo(), open)).toBe(0);
  expect(await runCli(['--version'], createFakeIo(), open, '1.2.3')).toBe(0);
  expect(await runCli([], createFakeIo(), open)).toBe(2);
});

test.each([
  ['hosts.port-closed', 3],
  ['hosts.host-key-changed', 3],
  ['backup.plan-outdated', 4],
  ['state.not-writable', 5],
  ['vault.locked', 5],
  ['state.lease-held', 6],
  ['common.cancelled', 130],
] as const)('%s ends with %d', async (code, exitCode) => {
  const console = createFakeConsole({
    'health.check-now': async () => {
      throw new RondaError(code);
    },
  });
  expect(await runCli(['check'], createFakeIo(), console.open)).toBe(exitCode);
});

test('a bug is told as one and ends with 70', async () => {
  const io = createFakeIo();
  const console = createFakeConsole({
    'health.check-now': async () => {
      throw new TypeError('x is not a function');
    },
  });
  expect(await runCli(['check', '--json'], io, console.open)).toBe(70);
  expect(JSON.parse(io.out()).error.code).toBe('common.unexpected');
});

test('a home that cannot be opened is an error document, not a crash', async () => {
  const io = createFakeIo();
  const open = async () => {
    throw new RondaError('state.newer-version', { file: 'ronda.db', found: 9, known: 1 });
  };
  expect(await runCli(['host', 'list', '--json'], io, open)).toBe(5);
  expect(JSON.parse(io.out()).error.code).toBe('state.newer-version');
});

test('errors speak the language that was asked for', async () => {
  const io = createFakeIo();
  const console = createFakeConsole({}, { hosts: [] });
  await runCli(['check', '--lang', 'id'], io, console.open);
  expect(io.err()).toContain('Belum ada host');
});

test('with several hosts a command that works on one asks which', async () => {
  const io = createFakeIo();
  const hosts = [hostView('pos-1', 'Satu'), hostView('pos-2', 'Dua')];
  const console = createFakeConsole({}, { hosts });
  expect(await runCli(['backup', 'warga-service'], io, console.open)).toBe(2);
  expect(io.err()).toContain('pos-1 (Satu), pos-2 (Dua)');
});

test('Ctrl+C reaches the operation, and the command ends with 130', async () => {
  const io = createFakeIo();
  const console = createFakeConsole({
    'health.check-now': (_input, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        setImmediate(() => io.controller.abort());
      }),
  });
  expect(await runCli(['check'], io, console.open)).toBe(130);
  expect(console.closed()).toBe(true);
});
