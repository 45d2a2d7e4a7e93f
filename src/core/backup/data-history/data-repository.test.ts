import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataRepository } from './data-repository.ts';

const signal = new AbortController().signal;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync('/tmp/ronda-git-');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('each change is one commit, nothing changed is none, and every commit gives its files back', async () => {
  const repository = await openDataRepository(join(folder, 'data.git'), signal);
  expect(await repository.filesAt()).toEqual({});
  expect(await repository.log(5)).toEqual([]);
  const one = { 'data-store.json': '{"a":1}\n', 'sub/ü -x.json': '[1]' };
  const two = { 'data-store.json': '{"a":1,"b":2}\n' };
  const first = await repository.commit(one, new Date('2026-11-02T01:00:00Z'));
  expect(await repository.commit(one, new Date())).toBeNull();
  const second = await repository.commit(two, new Date('2026-11-03T01:00:00Z'));
  expect(await repository.filesAt(first ?? '')).toEqual(one);
  expect(await repository.filesAt()).toEqual(two);
  const log = await repository.log(5);
  expect(log.map(({ commit }) => commit)).toEqual([second, first]);
  expect(Date.parse(log[0]?.at ?? '')).toBe(Date.parse('2026-11-03T01:00:00Z'));
  expect(log[0]?.message).toContain('data-store.json: changed, +1 -0 entries');
  const fsck = execFileSync('git', [`--git-dir=${join(folder, 'data.git')}`, 'fsck', '--strict']);
  expect(fsck.toString()).toBe('');
}, 60_000);

test('a file name that leads out is refused, and the history stays as it was', async () => {
  const repository = await openDataRepository(join(folder, 'data.git'), signal);
  const first = await repository.commit({ 'a.json': '[]' }, new Date());
  for (const name of ['../evil.json', '.git/hooks/post-commit', '/abs.json']) {
    await expect(repository.commit({ [name]: '[]' }, new Date())).rejects.toThrow();
  }
  await expect(repository.filesAt('--output=/tmp/x')).rejects.toThrow('no commit');
  expect((await repository.log(5)).map(({ commit }) => commit)).toEqual([first]);
}, 60_000);
