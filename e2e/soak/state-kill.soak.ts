import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openState } from '../../src/core/storage/state-client.ts';
import { killMigration, seedState, timeMigration } from '../../src/core/storage/testing/kill-migration.ts';
import { report, rounds } from './soak-report.ts';

const worker = new URL('../../src/core/storage/state-worker.ts', import.meta.url);
const writer = new URL('../../src/core/storage/fixtures/acknowledging-writer.ts', import.meta.url).pathname;
let folder: string;
let state: { file: string; copiesFolder: string };

beforeEach(() => {
  folder = mkdtempSync('/tmp/ronda-soak-state-');
  state = { file: join(folder, 'ronda.db'), copiesFolder: join(folder, 'copies') };
  mkdirSync(state.copiesFolder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('no acknowledged row is lost however often the writer is killed -9', async () => {
  const acknowledged: string[] = [];
  const count = rounds(60);
  for (let round = 0; round < count; round++) {
    const child = spawn(process.execPath, [writer, state.file, state.copiesFolder, String(round)], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    // Timed from the first row on, so that it dies in full flight and not while it still starts.
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), Math.random() * 400));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await once(child, 'close');
    acknowledged.push(...text.split('\n').slice(0, -1));
    const opened = await openState(worker, state);
    expect(opened.damaged).toBeNull();
    // Those of this round at once; those of all rounds at the end.
    for (const resource of text.split('\n').slice(0, -1)) {
      expect(await opened.repositories.leases.find(resource, 0)).toMatchObject({ resource });
    }
    await opened.close();
  }
  const opened = await openState(worker, state);
  let lost = 0;
  for (const resource of acknowledged) {
    if (!(await opened.repositories.leases.find(resource, 0))) lost++;
  }
  await opened.close();
  report('state writer killed -9', { rounds: count, acknowledged: acknowledged.length, lost });
  expect(lost).toBe(0);
});

test('a migration killed at any moment leaves the old or the new schema, whole, and the copy from before', async () => {
  seedState(state);
  const wholeMs = await timeMigration(state);
  const count = rounds(60);
  const seen = { old: 0, new: 0, oldBeforeCopy: 0 };
  for (let round = 0; round < count; round++) {
    const { schema, copied, problems } = await killMigration(state, Math.random() * wholeMs * 1.1);
    expect(problems).toEqual([]);
    seen[schema]++;
    if (!copied) seen.oldBeforeCopy++;
  }
  report('migration killed -9', { rounds: count, wholeMs: Math.round(wholeMs), ...seen });
  expect(seen.old).toBeGreaterThan(0);
});
