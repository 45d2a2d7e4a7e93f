import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type RebuildKillBed,
  type RebuildPhase,
  rebuildPhases,
  startRebuildKillBed,
} from './rebuild-kill-bed.ts';

let bed: RebuildKillBed;
beforeAll(async () => {
  bed = await startRebuildKillBed();
});
afterAll(async () => {
  await bed?.stop();
});

/** A network is made in the same moment as the volumes. */
const phases = (Object.keys(rebuildPhases) as RebuildPhase[]).filter((phase) => phase !== 'networks');

for (const phase of phases) {
  test(`a \`ronda rebuild\` killed -9 at ${phase}: the next start says so, and the next rebuild brings it all back`, {
    timeout: 240_000,
  }, async () => {
    expect((await bed.kill(phase, 0)).problems).toEqual([]);
  });
}
