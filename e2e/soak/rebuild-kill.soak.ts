import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type RebuildKillBed,
  type RebuildPhase,
  rebuildPhases,
  startRebuildKillBed,
} from './rebuild-kill-bed.ts';
import { report, rounds } from './soak-report.ts';

let bed: RebuildKillBed;
beforeAll(async () => {
  bed = await startRebuildKillBed();
});
afterAll(async () => {
  await bed?.stop();
});

test('a rebuild killed -9 at any moment is told of, and the next one brings the whole stack up with its data', async () => {
  const count = rounds(3);
  const phases = Object.keys(rebuildPhases) as RebuildPhase[];
  let slowestMs = 0;
  let leftovers = 0;
  for (let round = 0; round < count; round++) {
    for (const phase of phases) {
      // The first round as soon as the engine tells of it, the others somewhere in the work that follows.
      const afterMs = round === 0 ? 0 : Math.random() * 250;
      const killed = await bed.kill(phase, afterMs);
      expect(killed.problems, `${phase} + ${afterMs.toFixed()} ms`).toEqual([]);
      slowestMs = Math.max(slowestMs, killed.rebuiltInMs);
      leftovers = Math.max(leftovers, killed.leftovers.length);
    }
  }
  report('rebuild killed -9', { kills: count * phases.length, slowestMs, mostLeftovers: leftovers });
});
