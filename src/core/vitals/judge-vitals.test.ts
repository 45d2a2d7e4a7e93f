import { expect, test } from 'vitest';
import { VitalThresholds } from '../../shared/domain/profile.ts';
import type { Vitals } from '../../shared/domain/vitals.ts';
import { judgeVitals } from './judge-vitals.ts';

const thresholds = VitalThresholds.parse({});
const well: Vitals = {
  at: 1,
  disks: [
    { mount: '/', device: '/dev/vda', sizeBytes: 100, usedBytes: 50, usedPercent: 50, inodesUsedPercent: 3 },
  ],
  memory: { totalBytes: 1000, availableBytes: 500, swapTotalBytes: 0, swapUsedBytes: 0 },
  load: { one: 9, five: 1, fifteen: 1, cpus: 2 },
  uptimeSeconds: 5,
  oomKills: 7,
  clockSkewMs: 0,
  rebootPending: false,
  rebootPackages: [],
  docker: null,
};
const judge = (
  change: Partial<Vitals>,
  before: Vitals | null = well,
  standing: Parameters<typeof judgeVitals>[3] = [],
): string[] =>
  judgeVitals({ ...well, ...change }, thresholds, before, standing).map(
    ({ vital, subject, level, cause }) => `${level} ${vital} ${subject}: ${cause.message}`,
  );
const disk = (usedPercent: number): Partial<Vitals> => ({
  disks: well.disks.map((one) => ({ ...one, usedPercent })),
});

test('a server that is well has no problem, and one that tells nothing has none either', () => {
  expect(judge({})).toEqual([]);
  const silent = {
    disks: [],
    memory: null,
    load: null,
    oomKills: null,
    clockSkewMs: null,
    rebootPending: null,
  };
  expect(judge(silent)).toEqual([]);
});

test('each vital over its threshold says so in words', () => {
  expect(judge(disk(90))).toEqual(['alert disk /: The disk at / is 90 % full.']);
  expect(judge({ memory: { ...(well.memory ?? never()), availableBytes: 40 } })).toEqual([
    'alert memory : 96 % of the memory is in use.',
  ]);
  expect(judge({ load: { one: 0, five: 8, fifteen: 0, cpus: 2 } })).toEqual([
    'alert load : The load is 8 on 2 CPUs, for five minutes.',
  ]);
  expect(judge({ clockSkewMs: -31_000 })).toEqual([
    'alert clock : The clock of the server is -31 s off this computer’s.',
  ]);
  expect(judge({ rebootPending: true, rebootPackages: ['libc6'] })).toEqual([
    'notice reboot : The server waits for a reboot. libc6',
  ]);
  expect(judge({ docker: [{ kind: 'images', totalBytes: 2e10, reclaimableBytes: 1.25e10 }] })).toEqual([
    'notice docker : Docker keeps 12.5 GB that nothing uses.',
  ]);
});

test('volumes that nothing uses are no waste: they hold data', () => {
  expect(judge({ docker: [{ kind: 'volumes', totalBytes: 9e10, reclaimableBytes: 9e10 }] })).toEqual([]);
});

test('a disk at its threshold is one problem: it stands until it is clearly under', () => {
  const standing = [{ vital: 'disk', subject: '/' }] as const;
  expect(judge(disk(89))).toEqual([]);
  expect(judge(disk(89), well, standing)).toHaveLength(1);
  expect(judge(disk(88), well, standing)).toEqual([]);
});

test('OOM kills count since the last look; what was before nobody knows, and a restart begins at zero', () => {
  expect(judge({ oomKills: 7 })).toEqual([]);
  expect(judge({ oomKills: 9 })).toEqual(['alert oom : The kernel killed 2 processes for want of memory.']);
  expect(judge({ oomKills: 9 }, null)).toEqual([]);
  expect(judge({ oomKills: 0 })).toEqual([]);
  expect(judge({ oomKills: 1 })).toEqual(['alert oom : The kernel killed 1 processes for want of memory.']);
});

function never(): never {
  throw new Error('the example has memory');
}
