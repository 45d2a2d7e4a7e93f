import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './folder-lock.mjs';

let folder;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ronda-lock-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('two at once do their work one after the other', async () => {
  const log = [];
  const work = (name) =>
    withLock(folder, 'one', async () => {
      log.push(`${name} begins`);
      await sleep(50);
      log.push(`${name} ends`);
    });
  await Promise.all([work('a'), work('b')]);
  const first = log[0].slice(0, 1);
  const second = first === 'a' ? 'b' : 'a';
  expect(log).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
});

test('the lock of a process that died is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''], { env: { ELECTRON_RUN_AS_NODE: '1' } });
  await mkdir(path.join(folder, 'one.lock'));
  await writeFile(path.join(folder, 'one.lock', 'pid'), String(pid));
  expect(await withLock(folder, 'one', async () => 'done')).toBe('done');
});

test('work that throws frees the lock', async () => {
  const failing = withLock(folder, 'one', async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await withLock(folder, 'one', async () => 'done')).toBe('done');
});
