import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExportKillBed, type ExportPhase, exportPhases, startExportKillBed } from './export-kill-bed.ts';
import { report, rounds } from './soak-report.ts';

let bed: ExportKillBed;
beforeAll(async () => {
  bed = await startExportKillBed();
});
afterAll(async () => {
  await bed?.stop();
});

test('an export killed -9 at any moment leaves nothing half, and the next has every committed row', async () => {
  const count = rounds(4);
  const phases = Object.keys(exportPhases) as ExportPhase[];
  for (let round = 0; round < count; round++) {
    for (const phase of phases) {
      const afterMs = round === 0 ? 0 : Math.random() * 60;
      expect(await bed.kill(phase, afterMs), `${phase} + ${afterMs.toFixed()} ms`).toEqual([]);
    }
  }
  report('export killed -9', { kills: count * phases.length });
});
