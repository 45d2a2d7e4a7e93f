import type { NightWatchStatus } from '../../src/shared/domain/night-watch.ts';
import type { ServerCopyStatus } from '../../src/shared/domain/server-copy.ts';
import type { Vitals } from '../../src/shared/domain/vitals.ts';
import { now } from './fixture-tiles.ts';

export const nightWatchStatus: NightWatchStatus = {
  hostId: 'vps',
  state: 'watching',
  version: 1,
  newestVersion: 1,
  folder: '/home/admin/.ronda-night-watch/vps',
  scheduler: 'cron',
  placedAt: now - 6 * 86_400_000,
  lastRunAt: now - 24_000,
  lastRunSeconds: 1,
  differences: [],
  problem: '',
  told: [],
};

export const serverCopyStatus: ServerCopyStatus = {
  hostId: 'vps',
  state: 'working',
  folder: '/home/admin/.ronda-server-copy/vps',
  at: '02:17',
  keep: 7,
  placedAt: now - 6 * 86_400_000,
  lastRunAt: now - 5 * 3_600_000,
  lastRunSeconds: 9,
  differences: [],
  problems: [
    { what: 'keamanan-service/keamanan', detail: 'the disk is too full for a copy of 71303168 bytes' },
  ],
  copies: ['warga-service warga', 'keamanan-service keamanan'].flatMap((name, service) =>
    [0, 1, 2].map((day) => ({
      serviceId: name.split(' ')[0] ?? '',
      databaseId: name.split(' ')[1] ?? '',
      stamp: `2026-11-2${3 - day}T02-17-00Z`,
      takenAt: now - (day * 24 + 5) * 3_600_000,
      bytes: 18_000_000 + service * 53_000_000,
      fetched: service === 0,
    })),
  ),
};

const gibibyte = 1024 ** 3;

export const vitals: Vitals = {
  at: now,
  disks: [
    {
      mount: '/',
      device: '/dev/vda1',
      sizeBytes: 40 * gibibyte,
      usedBytes: 29 * gibibyte,
      usedPercent: 76.3,
      inodesUsedPercent: 12.4,
    },
  ],
  memory: {
    totalBytes: 4 * gibibyte,
    availableBytes: 1.6 * gibibyte,
    swapTotalBytes: 2 * gibibyte,
    swapUsedBytes: 0.2 * gibibyte,
  },
  load: { one: 0.42, five: 0.37, fifteen: 0.31, cpus: 2 },
  uptimeSeconds: 41 * 86_400,
  oomKills: 0,
  clockSkewMs: 0,
  rebootPending: false,
  rebootPackages: [],
  docker: [
    { kind: 'images', totalBytes: 2.1 * gibibyte, reclaimableBytes: 0.4 * gibibyte },
    { kind: 'containers', totalBytes: 0.1 * gibibyte, reclaimableBytes: 0 },
    { kind: 'volumes', totalBytes: 1.3 * gibibyte, reclaimableBytes: 0 },
    { kind: 'build-cache', totalBytes: 0.8 * gibibyte, reclaimableBytes: 0.8 * gibibyte },
  ],
};
