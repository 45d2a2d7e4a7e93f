import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killMigration, seedState, timeMigration } from './testing/kill-migration.ts';

test('a migration killed -9 leaves the old schema or the new one, its rows, and the copy from before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ronda-migration-'));
  try {
    const seed = { file: join(folder, 'ronda.db'), copiesFolder: join(folder, 'copies') };
    seedState(seed);
    const wholeMs = await timeMigration(seed);
    // In the copy, in the middle of the rewriting, at its end; when it has ended, it is the new schema.
    for (const part of [0.15, 0.5, 0.85]) {
      const { problems } = await killMigration(seed, wholeMs * part);
      expect(problems).toEqual([]);
    }
    expect(await killMigration(seed, wholeMs * 3 + 500)).toEqual({
      schema: 'new',
      copied: true,
      problems: [],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
