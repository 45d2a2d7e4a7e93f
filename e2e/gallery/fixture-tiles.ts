import type { CheckView, Heartbeat } from '../../src/shared/domain/health.ts';
import type { ContainerView, TileView } from '../../src/shared/domain/service.ts';
import type { Status } from '../../src/shared/domain/status.ts';

export const now = Date.now();
const minute = 60_000;
const hour = 60 * minute;

/** A small generator with a seed: the same pictures on every run. */
export function random(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function beats(status: Status, seed: number, count = 40, every = minute, base = 14): Heartbeat[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, index): Heartbeat => {
    const fromEnd = count - 1 - index;
    const now_ = statusAt(status, fromEnd, seed);
    const failed = now_ === 'down' || now_ === 'pending';
    return {
      at: now - fromEnd * every - Math.floor(next() * 900),
      outcome: failed ? 'fail' : now_ === 'degraded' ? 'degraded' : 'ok',
      status: now_,
      latencyMs:
        failed || now_ === 'unobserved'
          ? null
          : Math.round(base * (0.7 + next() * 0.7) * (next() > 0.95 ? 4 : 1)),
      message: failed
        ? 'connect ECONNREFUSED 127.0.0.1:4001'
        : now_ === 'degraded'
          ? 'model provider does not answer'
          : '200 OK, healthy',
    };
  });
}

function statusAt(status: Status, fromEnd: number, seed: number): Status {
  if (status === 'unobserved') return fromEnd < 9 ? 'unobserved' : 'up';
  if (status === 'down') return fromEnd < 4 ? 'down' : fromEnd < 5 ? 'pending' : 'up';
  if (status === 'pending') return fromEnd < 1 ? 'pending' : 'up';
  if (status === 'degraded') return fromEnd < 12 ? 'degraded' : 'up';
  if (status === 'paused') return fromEnd < 15 ? 'paused' : 'up';
  return seed % 4 === 1 && fromEnd > 20 && fromEnd < 24 ? (fromEnd === 23 ? 'pending' : 'down') : 'up';
}

function check(id: string, kind: CheckView['kind'], target: string, status: Status, seed: number): CheckView {
  const recent = beats(
    status,
    seed,
    40,
    kind === 'website' || kind === 'tcp' ? 5 * minute : minute,
    6 + seed * 3,
  );
  const last = recent.at(-1);
  return {
    id,
    kind,
    target,
    intervalMs: kind === 'website' || kind === 'tcp' ? 5 * minute : minute,
    status,
    since: now - 3 * hour,
    lastAt: last?.at ?? null,
    nextAt: now + 34_000,
    latencyMs: last?.latencyMs ?? null,
    message: last?.message ?? '',
    certificateUntil: kind === 'website' ? now + 9.5 * 24 * hour : null,
    thumbnailAt: kind === 'website' ? now : null,
    failuresInARow: status === 'down' ? 4 : status === 'pending' ? 1 : 0,
    recent,
  };
}

export function container(service: string, index: number, seed: number, running = true): ContainerView {
  const next = random(seed + index);
  return {
    id: `${seed}${index}`.padEnd(12, 'a1b2c3d4e5f6').slice(0, 12),
    name: `prisma-${service}-${index}`,
    image: `ronda-sample/${service}:1.0.0`,
    imageId: 'sha256:abc',
    state: running ? 'running' : 'exited',
    health: running ? 'healthy' : 'none',
    createdAt: now - 12 * 24 * hour,
    startedAt: now - (4 + seed) * 24 * hour,
    restartCount: seed === 2 ? 3 : 0,
    exitCode: running ? null : 137,
    cpuPercent: running ? next() * 6 : null,
    memoryBytes: running ? (40 + next() * 90) * 1024 ** 2 : null,
    memoryLimitBytes: running ? 256 * 1024 ** 2 : null,
    io: running
      ? { receivedPerSecond: 1800 * seed, sentPerSecond: 5200, readPerSecond: 0, writtenPerSecond: 40_000 }
      : null,
  };
}

export interface TileSeed {
  id: string;
  name: string;
  port: number | null;
  runsAs?: TileView['runsAs'];
  database?: string;
  replicas?: number;
}

export const services: TileSeed[] = [
  { id: 'gateway', name: 'Gerbang API', port: 4000 },
  { id: 'warga-service', name: 'Warga', port: 4001, database: 'warga', replicas: 2 },
  { id: 'keuangan-service', name: 'Keuangan', port: 4002 },
  { id: 'keamanan-service', name: 'Keamanan', port: 4003, database: 'keamanan' },
  { id: 'surat-service', name: 'Surat', port: 4004 },
  { id: 'ai-service', name: 'AI', port: 4005 },
  { id: 'ollama', name: 'Ollama', port: 11434, runsAs: 'process' },
  { id: 'telegram-bot', name: 'Bot Telegram', port: null, runsAs: 'process' },
  { id: 'frontend', name: 'Situs depan', port: null, runsAs: 'site' },
];

export function tile(seed: TileSeed, index: number, status: Status, reason = ''): TileView {
  const runsAs = seed.runsAs ?? 'container';
  const main =
    runsAs === 'site'
      ? check('site', 'website', 'GET https://rt04.example.org/', status, index + 1)
      : runsAs === 'process'
        ? check('port', 'tcp', `127.0.0.1:${seed.port ?? 3000}`, status, index + 1)
        : check('health', 'http', `GET http://127.0.0.1:${seed.port}/health`, status, index + 1);
  const running = status !== 'paused' && status !== 'down';
  return {
    id: `vps/${seed.id}`,
    hostId: 'vps',
    serviceId: seed.id,
    name: seed.name,
    runsAs,
    port: seed.port,
    status,
    since: now - (status === 'up' ? 3 * 24 * hour + index * hour : 4 * minute + index * 1000),
    reason,
    checks:
      runsAs === 'container'
        ? [
            main,
            { ...check('docker', 'docker', 'Docker', running ? 'up' : status, index + 2), latencyMs: null },
          ]
        : [main],
    containers:
      runsAs === 'container'
        ? Array.from({ length: seed.replicas ?? 1 }, (_, replica) =>
            container(seed.id, replica + 1, index + 1, running),
          )
        : [],
    databases: seed.database
      ? [
          {
            id: seed.database,
            path: `/app/data/${seed.database}.db`,
            takenAt: index === 3 ? null : now - 5 * hour,
            verifiedAt: index === 3 ? null : now - 5 * hour,
            restoreTestedAt: index === 3 ? null : now - 6 * 24 * hour,
          },
        ]
      : [],
    silenced: null,
    uptime: { day: index === 1 ? 0.9931 : 1, week: 0.9987, month: index === 4 ? null : 0.9994 },
    paused:
      status === 'paused'
        ? { at: now - 15 * minute, by: 'Bu Sari', reason: 'ganti disk, sampai jam 22' }
        : null,
  };
}
