import { afterAll, beforeAll, expect, test } from 'vitest';
import { RestoreStep } from '../../src/core/backup/restore/restore-journal.ts';
import { type RestoreKillBed, startRestoreKillBed } from './restore-kill-bed.ts';
import { report, rounds } from './soak-report.ts';

let bed: RestoreKillBed;
beforeAll(async () => {
  bed = await startRestoreKillBed();
});
afterAll(async () => {
  await bed?.stop();
});

/** `rolling-back` happens only after a failed health check, which nothing here provokes. */
const steps = RestoreStep.options.filter((step) => step !== 'rolling-back');

test('a restore killed -9 at any step is the old or the new database after the next start, and runs', async () => {
  const count = rounds(3);
  const seen = { old: 0, new: 0, slowestMs: 0 };
  const diedAfter: Record<string, number> = {};
  for (let round = 0; round < count; round++) {
    for (const step of steps) {
      // The first round as soon as the step is recorded, the others somewhere in the work that follows it.
      const afterMs = round === 0 ? 0 : Math.random() * 300;
      const killed = await bed.kill(step, afterMs);
      expect(killed.problems, `${step} + ${afterMs.toFixed()} ms, died after ${killed.diedAfter}`).toEqual(
        [],
      );
      seen[killed.content]++;
      seen.slowestMs = Math.max(seen.slowestMs, killed.recoveredInMs);
      diedAfter[killed.diedAfter ?? 'none'] = (diedAfter[killed.diedAfter ?? 'none'] ?? 0) + 1;
    }
  }
  report('restore killed -9', { kills: count * steps.length, ...seen, diedAfter: JSON.stringify(diedAfter) });
  expect(seen.old).toBeGreaterThan(0);
  expect(seen.new).toBeGreaterThan(0);
});
