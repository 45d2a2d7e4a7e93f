import { expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const commit = 'a1b2c3d4'.repeat(5);
const server = (newCommit: string | null = commit) =>
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
    }),
    'data.show': async ({ path }) =>
      path === undefined
        ? { paths: ['keuangan/x/kas.json'], text: null }
        : { paths: [path], text: '{"a":"\u001b[2J"}\n' },
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
