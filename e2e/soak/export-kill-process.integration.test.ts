import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExportKillBed, type ExportPhase, exportPhases, startExportKillBed } from './export-kill-bed.ts';

let bed: ExportKillBed;
beforeAll(async () => {
  bed = await startExportKillBed();
});
afterAll(async () => {
  await bed?.stop();
});

for (const phase of Object.keys(exportPhases) as ExportPhase[]) {
  test(`a \`ronda backup\` killed -9 in its ${phase}: nothing half stays, and the next has every committed row`, async () => {
    expect(await bed.kill(phase, 0)).toEqual([]);
  });
}
