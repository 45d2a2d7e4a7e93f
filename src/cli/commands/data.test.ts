import { expect, test } from 'vitest';
import type { DataRestorePlan } from '../../shared/domain/data-history.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const commit = 'a1b2c3d4'.repeat(5);
const plan: DataRestorePlan = {
  hostId: 'pos-1',
  serviceId: 'keuangan',
  sourceId: 'x',
  commit,
  files: [
    { path: 'keuangan/x/kas.json', change: 'changes', bytes: 10, bytesNow: 20 },
    { path: 'keuangan/x/iuran.json', change: 'stays', bytes: 5, bytesNow: 5 },
  ],
  stops: [{ id: 'c1', name: 'prisma-keuangan-1', image: 'x', running: true }],
  volume: 'kas_data',
  targetPath: '/data',
  commands: ['docker stop prisma-keuangan-1'],
  estimatedDowntimeMs: 4000,
  warnings: [],
  planId: 'plan-1',
};
const server = (newCommit: string | null = commit, outcome: 'restored' | 'rolled-back' = 'restored') =>
  createFakeConsole({
    'data.snapshot': async () => ({
      commit: newCommit,
      files: 3,
      broken: ['warga/x/data-store.json'],
      leftOut: ['warga/x/big.json: 20 MB, over 16 MB'],
      unread: ['bot'],
    }),
    'data.history': async () => ({
      commits: [{ commit, at: '2026-11-27T01:00:00Z', message: 'kas.json: changed, +1 -0 entries\u001b[2J' }],
      remote: 'git@rt04.example:data.git',
      pushed: null,
    }),
    'data.show': async ({ path }) =>
      path === undefined
        ? { paths: ['keuangan/x/iuran.json', 'keuangan/x/kas.json', 'warga/y/a.json'], text: null }
        : { paths: [path], text: '{"a":"\u001b[2J"}\n' },
    'data.set-remote': async ({ url }) => ({ url }),
    'data.push': async () => ({ url: 'git@rt04.example:data.git', commit, isNew: true }),
    'data.plan-restore': async () => ({ plan }),
    'data.restore': async () => ({
      result: { outcome, safetyCommit: commit, downtimeMs: 3000, reason: outcome === 'restored' ? '' : 'x' },
    }),
  });

test('a snapshot tells its commit, and what was broken, left out or not read', async () => {
  const io = createFakeIo();
  expect(await runCli(['data', 'snapshot'], io, server().open)).toBe(0);
  expect(io.out()).toContain('Committed a1b2c3d4a1b2: 3 files');
  for (const part of ['data-store.json', 'big.json: 20 MB', 'bot']) expect(io.out()).toContain(part);
  const same = createFakeIo();
  expect(await runCli(['data', 'snapshot'], same, server(null).open)).toBe(0);
  expect(same.out()).toContain('Nothing has changed');
});

test('a commit is named by its beginning; a pipe gets the file as it was', async () => {
  const list = createFakeIo();
  expect(await runCli(['data', 'history'], list, server().open)).toBe(0);
  expect(list.out()).toContain('kas.json: changed');
  expect(list.out()).not.toContain('\u001b[2J');
  const fake = server();
  const io = createFakeIo();
  expect(await runCli(['data', 'show', 'a1b2', 'keuangan/x/kas.json'], io, fake.open)).toBe(0);
  expect(fake.calls.at(-1)?.input).toMatchObject({ commit, path: 'keuangan/x/kas.json' });
  expect(io.out()).toBe('{"a":"\u001b[2J"}\n');
  expect(await runCli(['data', 'show', 'ffff'], createFakeIo(), server().open)).not.toBe(0);
});

const of = (fake: ReturnType<typeof server>, wanted: string) =>
  fake.calls.filter(({ name }) => name === wanted).map(({ input }) => input);

test('files are put back only after a dry run and the name of the volume; a folder stands for its files', async () => {
  for (const words of [['plan-restore'], ['restore', '--dry-run']]) {
    const fake = server();
    const io = createFakeIo();
    expect(await runCli(['data', ...words, 'a1b2', 'keuangan/x/'], io, fake.open)).toBe(0);
    for (const part of [
      'changes: keuangan/x/kas.json',
      'docker stop prisma-keuangan-1',
      'already as they were then: 1',
    ])
      expect(io.out()).toContain(part);
    expect(of(fake, 'data.plan-restore')).toEqual([
      {
        hostId: 'pos-1',
        serviceId: 'keuangan',
        commit,
        files: ['keuangan/x/iuran.json', 'keuangan/x/kas.json'],
      },
    ]);
    expect(of(fake, 'data.restore')).toEqual([]);
  }
  for (const [typed, code, count] of [
    ['yes', 2, 0],
    ['kas_data', 0, 1],
  ] as const) {
    const fake = server();
    const typing = createFakeIo({ terminal: true });
    typing.answer('to go on:', typed);
    expect(await runCli(['data', 'restore', 'a1b2', 'keuangan/x/kas.json'], typing, fake.open)).toBe(code);
    expect(of(fake, 'data.restore')).toHaveLength(count);
  }
});

test('files that were rolled back end with 1; a name that the commit does not hold plans nothing', async () => {
  const io = createFakeIo();
  const back = server(commit, 'rolled-back');
  expect(await runCli(['data', 'restore', 'a1b2', 'keuangan', '--yes'], io, back.open)).toBe(1);
  expect(io.out()).toContain('ROLLED BACK');
  const fake = server();
  expect(await runCli(['data', 'restore', 'a1b2', 'keu', '--yes'], createFakeIo(), fake.open)).not.toBe(0);
  expect(of(fake, 'data.plan-restore')).toEqual([]);
});

test('a remote is set only after a yes to that very address; the history tells what it lacks, and a push where to', async () => {
  const url = 'git@rt04.example:data.git';
  const blind = server();
  expect(await runCli(['data', 'set-remote', url], createFakeIo(), blind.open)).toBe(2);
  expect(of(blind, 'data.set-remote')).toEqual([]);
  for (const [typed, code, count] of [
    ['no', 2, 0],
    ['yes', 0, 1],
  ] as const) {
    const fake = server();
    const typing = createFakeIo({ terminal: true });
    typing.answer(`to ${url} UNENCRYPTED`, typed);
    expect(await runCli(['data', 'set-remote', url], typing, fake.open)).toBe(code);
    expect(of(fake, 'data.set-remote')).toHaveLength(count);
  }
  const gone = server();
  expect(await runCli(['data', 'set-remote', 'none'], createFakeIo(), gone.open)).toBe(0);
  expect(of(gone, 'data.set-remote')).toEqual([{ hostId: 'pos-1', url: null, confirmed: false }]);
  const list = createFakeIo();
  await runCli(['data', 'history'], list, server().open);
  expect(list.out()).toContain(`${url} does not have the newest commits yet`);
  const io = createFakeIo();
  expect(await runCli(['data', 'push'], io, server().open)).toBe(0);
  expect(io.out()).toContain(`Pushed a1b2c3d4a1b2 to ${url}.`);
});
