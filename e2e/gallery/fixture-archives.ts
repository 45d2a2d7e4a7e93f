import type { Archive, ArchivePlan, ArchiveSource } from '../../src/shared/domain/archive.ts';
import type { DataRestorePlan } from '../../src/shared/domain/data-history.ts';
import { RondaError } from '../../src/shared/errors.ts';
import { now } from './fixture-tiles.ts';

const hour = 3_600_000;
const uploads = { hostId: 'vps', serviceId: 'surat-service', sourceId: 'prisma-surat-uploads-1a2b3c4d' };

export const archiveSources: ArchiveSource[] = [
  {
    ...uploads,
    kind: 'volume',
    name: 'prisma_surat-uploads',
    mountPath: '/app/uploads',
    container: 'prisma-surat-service-1',
    readOnly: false,
    databases: [],
    inner: [],
  },
  {
    hostId: 'vps',
    serviceId: 'warga-service',
    sourceId: 'prisma-warga-data-5e6f7a8b',
    kind: 'volume',
    name: 'prisma_warga-data',
    mountPath: '/app/data',
    container: 'prisma-warga-service-1',
    readOnly: false,
    databases: ['/app/data/warga.db'],
    inner: [],
  },
  {
    hostId: 'vps',
    serviceId: 'gateway',
    sourceId: 'srv-prisma-nginx-9c0d1e2f',
    kind: 'bind',
    name: '/srv/prisma/nginx',
    mountPath: '/etc/nginx/conf.d',
    container: 'prisma-gateway-1',
    readOnly: true,
    databases: [],
    inner: [],
  },
];

const archive = (id: string, hours: number, more: Partial<Archive> = {}): Archive => ({
  id,
  ...uploads,
  hostName: 'VPS RT 04',
  kind: 'volume',
  name: 'prisma_surat-uploads',
  mountPath: '/app/uploads',
  takenAt: now - hours * hour,
  reason: 'manual',
  verification: 'verified',
  checkedAt: now - hours * hour,
  steps: [],
  fileBytes: 48_200_000 + hours * 1000,
  bytes: 61_000_000,
  entries: 1312,
  files: 1290,
  file: `vps/surat-service/files/${uploads.sourceId}/2026-11-26T0${id.length}-00-00Z.tar.zst`,
  missing: false,
  ...more,
});

export const archives: Archive[] = [
  archive('a-1', 2),
  archive('a-2', 26, { reason: 'safety' }),
  archive('a-3', 51, {
    verification: 'failed',
    serviceId: 'gateway',
    mountPath: '/etc/nginx/conf.d',
    files: 4,
    fileBytes: 2100,
  }),
];

export const archivePlan: ArchivePlan = {
  archiveId: 'a-1',
  ...uploads,
  stops: [
    { id: 'c1', name: 'prisma-surat-service-1', image: 'prisma/surat-service:1.4.0', running: true },
    { id: 'c2', name: 'prisma-gateway-1', image: 'nginx:1.27', running: true },
  ],
  volume: 'prisma_surat-uploads',
  targetPath: '/app/uploads',
  replacement: { bytes: 61_000_000, entries: 1312, takenAt: now - 2 * hour },
  commands: [
    "docker run -d --rm --name ronda-helper --network none --user 0 -v prisma_surat-uploads:/app/uploads --entrypoint sh prisma/surat-service:1.4.0 -c 'sleep 21600'",
    'docker stop prisma-surat-service-1 prisma-gateway-1',
    'docker cp prisma-surat-service-1:/app/uploads/. - | zstd -q -o safety.tar.zst  # safety archive',
    'zstd -dc 2026-11-26T03-00-00Z.tar.zst | docker cp - ronda-helper:/app/uploads',
    'docker start prisma-surat-service-1 prisma-gateway-1',
    'docker rm -f ronda-helper',
  ],
  estimatedDowntimeMs: 61_000,
  warnings: [new RondaError('backup.stops-others', { names: 'prisma-gateway-1' }).toShape()],
  planId: 'p',
};

export const dataRestorePlan: DataRestorePlan = {
  hostId: 'vps',
  serviceId: 'keuangan-service',
  sourceId: 'data-1a2b3c4d',
  commit: '1'.repeat(40),
  files: [
    {
      path: 'keuangan-service/data-1a2b3c4d/data-store.json',
      change: 'changes',
      bytes: 41_200,
      bytesNow: 42_900,
    },
    { path: 'keuangan-service/data-1a2b3c4d/iuran/2026.json', change: 'appears', bytes: 900, bytesNow: null },
  ],
  stops: [
    { id: 'c3', name: 'prisma-keuangan-service-1', image: 'prisma/keuangan-service:1.4.0', running: true },
  ],
  volume: 'prisma_keuangan-data',
  targetPath: '/app/data',
  commands: [
    'docker stop prisma-keuangan-service-1',
    'docker cp prisma-keuangan-service-1:/app/data/data-store.json old-1.json  # safety copy',
    'docker start prisma-keuangan-service-1',
  ],
  estimatedDowntimeMs: 10_000,
  warnings: [],
  planId: 'p',
};
