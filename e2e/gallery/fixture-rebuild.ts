import type { RebuildKitView, RebuildPlan } from '../../src/shared/domain/rebuild.ts';
import { RondaError } from '../../src/shared/errors.ts';
import { now } from './fixture-tiles.ts';

const day = 86_400_000;
const services = [
  'gateway',
  'warga-service',
  'keuangan-service',
  'keamanan-service',
  'surat-service',
  'ai-service',
];

export const kit: RebuildKitView = {
  hostId: 'rt04',
  hostName: 'Server RT 04',
  takenAt: now - day,
  containers: services.map((name) => ({
    name: `prisma-${name}-1`,
    image: `prisma/${name}:1.4.0`,
    isRunning: true,
  })),
  volumes: ['prisma_warga-data', 'prisma_keuangan-data', 'prisma_keamanan-data', 'prisma_surat-uploads'],
  files: [
    { path: '/opt/prisma/compose.yaml', bytes: 3120 },
    { path: '/opt/prisma/.env', bytes: 412 },
    { path: '/etc/nginx/sites-enabled/prisma.conf', bytes: 911 },
  ],
  leftOut: [
    { what: 'frontend', why: 'outside of Docker' },
    { what: 'ollama', why: 'outside of Docker' },
    { what: 'bot', why: 'outside of Docker' },
  ],
  gaps: [],
};

export const kitWithGaps: RebuildKitView = {
  ...kit,
  gaps: [
    { kind: 'image', name: 'prisma/ai-service:1.4.0', serviceId: 'ai-service' },
    { kind: 'database', name: '/app/data/keamanan.db', serviceId: 'keamanan-service' },
    { kind: 'volume', name: 'prisma_surat-uploads', serviceId: 'surat-service' },
  ],
};

export const rebuildPlan: RebuildPlan = {
  hostId: 'rt04',
  targetHostId: 'baru',
  kitTakenAt: now - day,
  images: services.map((name) => ({ reference: `prisma/${name}:1.4.0`, bytes: 187_000_000, isThere: false })),
  volumes: [
    {
      name: 'prisma_warga-data',
      archiveTakenAt: now - day,
      databases: [{ path: '/app/data/warga.db', takenAt: now - 3_600_000 }],
      bytes: 61_000_000,
    },
    { name: 'prisma_keuangan-data', archiveTakenAt: now - day, databases: [], bytes: 2_400_000 },
    { name: 'prisma_surat-uploads', archiveTakenAt: null, databases: [], bytes: 0 },
  ],
  files: [
    { path: '/opt/prisma/compose.yaml', state: 'absent' },
    { path: '/etc/nginx/nginx.conf', state: 'other' },
  ],
  containers: services.map((name) => `prisma-${name}-1`),
  leftovers: [],
  bytes: 634_000_000,
  commands: [
    'docker load --quiet < (prisma/warga-service:1.4.0)',
    'install -D (/opt/prisma/compose.yaml) /opt/prisma/compose.yaml',
    'docker network create --driver bridge prisma_default',
    'docker volume create prisma_warga-data',
    'docker cp (rt04/warga-service/warga/2026-11-27T12-10-00Z.db.zst) ronda-helper:/app/data/warga.db # prisma_warga-data',
    'docker create --name prisma-warga-service-1 (its settings) prisma/warga-service:1.4.0',
    'docker start prisma-gateway-1 prisma-warga-service-1',
  ],
  warnings: [
    new RondaError('rebuild.gap', { name: 'surat-service · prisma_surat-uploads' }).toShape(),
    new RondaError('rebuild.by-hand', { names: 'frontend, ollama, bot' }).toShape(),
  ],
  planId: 'plan',
};
