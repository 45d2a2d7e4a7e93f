import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { openState } from './state-client.ts';

const entry = new URL('./state-worker.ts', import.meta.url);
let data: { file: string; copiesFolder: string };

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'ronda-state-'));
  mkdirSync(join(folder, 'copies'));
  data = { file: join(folder, 'ronda.db'), copiesFolder: join(folder, 'copies') };
});

const lease = (resource: string, holder: string) => ({
  resource,
  holder,
  label: holder,
  expiresAt: Date.now() + 60_000,
});

test('a call crosses to the worker and back', async () => {
  const state = await openState(entry, data);
  expect(await state.repositories.leases.take(lease('schedules', 'a'), Date.now())).toMatchObject({
    holder: 'a',
  });
  expect(await state.repositories.leases.take(lease('schedules', 'b'), Date.now())).toMatchObject({
    holder: 'a',
  });
  await state.close();
});

test('a state of a newer version is refused by code across the worker', async () => {
  const db = new Database(data.file);
  db.pragma('user_version = 99');
  db.close();
  await expect(openState(entry, data)).rejects.toMatchObject({ code: 'state.newer-version' });
});

test('another process that locks the state costs a bounded wait, and the event loop stays alive', async () => {
  const state = await openState(entry, data);
  const locker = new Database(data.file);
  locker.exec('BEGIN EXCLUSIVE');
  let longestPause = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longestPause = Math.max(longestPause, performance.now() - last);
    last = performance.now();
  }, 10);
  const started = performance.now();
  await expect(state.repositories.leases.take(lease('schedules', 'a'), Date.now())).rejects.toMatchObject({
    code: 'state.locked',
  });
  clearInterval(timer);
  // The worker waits three seconds for the lock; a loop that waited with it would stand still for all of them.
  expect(performance.now() - started).toBeGreaterThan(2_900);
  expect(longestPause).toBeLessThan(2_500);
  locker.exec('ROLLBACK');
  locker.close();
  await state.repositories.leases.take(lease('schedules', 'a'), Date.now());
  await state.close();
});

test('every row that was acknowledged before kill -9 is there afterwards', async () => {
  const script = new URL('./fixtures/acknowledging-writer.ts', import.meta.url).pathname;
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, [script, data.file, data.copiesFolder, String(round)], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      // Killed in full flight, at a different number of rows each round.
      if (text.split('\n').length > 40 + round * 17) child.kill('SIGKILL');
    });
    await once(child, 'close');
    acknowledged.push(...text.split('\n').slice(0, -1));
  }
  expect(acknowledged.length).toBeGreaterThan(100);
  const state = await openState(entry, data);
  for (const resource of acknowledged) {
    expect(await state.repositories.leases.find(resource, 0)).toMatchObject({ resource });
  }
  await state.close();
}, 60_000);
