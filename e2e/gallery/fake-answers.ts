import type { CallResult } from '../../src/shared/bridge.ts';
import { type ErrorCode, RondaError } from '../../src/shared/errors.ts';
import { alertMessages } from './fixture-alerts.ts';
import { archivePlan, archiveSources, archives, dataRestorePlan } from './fixture-archives.ts';
import { retentionPreview } from './fixture-backup-plan.ts';
import { configurationChange, configurationHistories, configurationPlan } from './fixture-configuration.ts';
import { differences, rows, tables } from './fixture-contents.ts';
import { discovered } from './fixture-discovery.ts';
import { environmentHistories, environmentPlan } from './fixture-environment.ts';
import { pagePicture, trend, usage } from './fixture-history.ts';
import { hostImages, savedImages } from './fixture-images.ts';
import { logLines } from './fixture-logs.ts';
import { kit, kitWithGaps, rebuildPlan } from './fixture-rebuild.ts';
import { nightWatchStatus, serverCopyStatus, vitals } from './fixture-server.ts';
import { backup, incident } from './fixture-state.ts';
import { beats, container, now } from './fixture-tiles.ts';

interface Context {
  readonly scenario: string;
  readonly emit: (event: unknown) => void;
  readonly onCancel: (cancel: () => void) => void;
}

const done = (output: unknown): Promise<CallResult> => Promise.resolve({ ok: true, output });
const fail = (code: ErrorCode, params: Record<string, string | number> = {}): Promise<CallResult> =>
  Promise.resolve({ ok: false, error: new RondaError(code, params).toShape() });

/** What core would answer, as far as a picture needs it. */
export function answer(name: string, input: unknown, context: Context): Promise<CallResult> {
  const asked = input as Record<string, string>;
  switch (name) {
    case 'hosts.suggest':
      return done({
        hosts: [
          {
            alias: 'rt04',
            address: '203.0.113.7',
            port: 2222,
            user: 'admin',
            auth: null,
            jumps: [],
            proxyCommand: null,
          },
        ],
        skipped: [],
        localEngines: [{ socketPath: '/var/run/docker.sock', from: null }],
        tcpEngines: [
          {
            address: 'docker.rt04.example',
            port: 2376,
            certificates: '/home/siti/.docker/contexts/tls/4f1c9c8d/docker',
            from: 'context rt04',
          },
        ],
      });
    case 'hosts.try':
      return done({ projects: [] });
    case 'backup.plan-test':
      return done({
        commands: [
          'docker create --name ronda-test-b-1-4f1c9c --network none (settings of prisma-warga-service-1, without its ports and volumes) prisma/warga-service:1.4.0',
          'docker cp (backup of 2026-11-26T12:10Z) ronda-test-b-1-4f1c9c:/app/data/warga.db',
          'docker start ronda-test-b-1-4f1c9c',
          'docker exec ronda-test-b-1-4f1c9c GET /health',
          'docker rm --force --volumes ronda-test-b-1-4f1c9c',
        ],
      });
    case 'backup.tables':
      return done({ tables });
    case 'backup.rows':
      return done(asked.search === 'zzz' ? { ...rows, rows: [], total: 0 } : rows);
    case 'backup.compare':
      return done({
        older: { backupId: 'b-2', takenAt: now - 86_400_000 },
        newer: { backupId: 'b-1', takenAt: now },
        tables: differences,
      });
    case 'images.list':
      return done({ images: hostImages });
    case 'images.saved':
      return done({ saved: savedImages, unreadable: [] });
    case 'images.plan-load':
      return done({
        plan: {
          hostId: 'rt04',
          tags: [
            { tag: 'prisma/warga-service:1.4.0', currentId: `sha256:${'f'.repeat(64)}` },
            { tag: 'prisma/surat-service:1.4.0', currentId: null },
          ],
          isThere: false,
          bytes: 187_000_000,
          commands: [
            'docker load --quiet < (prisma/warga-service:1.4.0, 2026-11-25T12:10:00Z)',
            'docker tag prisma/warga-service:1.4.0 prisma/surat-service:1.4.0',
          ],
        },
      });
    case 'images.plan-push':
      return done({
        commands: [`docker tag prisma/warga-service:1.4.0 ${asked.target}`, `docker push ${asked.target}`],
        registry: 'registry.example',
        hasLogin: true,
      });
    case 'rebuild.kit':
      return done({
        kit: context.scenario === 'young' ? null : context.scenario === 'trouble' ? kitWithGaps : kit,
      });
    case 'rebuild.plan':
      return done({ plan: rebuildPlan });
    case 'data.history':
      return done({
        commits:
          context.scenario === 'young'
            ? []
            : ['1', '2', '3'].map((digit, index) => ({
                commit: digit.repeat(40),
                at: new Date(now - index * 86_400_000).toISOString(),
                message: [
                  'keuangan-service/data-1a2b3c4d/data-store.json: changed, +2 -1 entries',
                  '3 files changed\n\nkeuangan-service/data-1a2b3c4d/data-store.json: changed, +12 -0 entries\nsurat-service/uploads-9f8e7d6c/index.json: new, +1 -0 entries\nsurat-service/uploads-9f8e7d6c/old.json: removed',
                  'keuangan-service/data-1a2b3c4d/data-store.json: new, +41 -0 entries',
                ][index],
              })),
        remote: context.scenario === 'young' ? null : 'git@github.com:rt04/data.git',
        pushed: context.scenario === 'young' ? null : '1'.repeat(40),
      });
    case 'data.show':
      return done({
        paths: [
          'keuangan-service/data-1a2b3c4d/data-store.json',
          'keuangan-service/data-1a2b3c4d/iuran/2026.json',
          'surat-service/uploads-9f8e7d6c/index.json',
        ],
        text:
          asked.path === undefined
            ? null
            : JSON.stringify({ saldo: 1_250_000, iuran: [{ rumah: 'A1', lunas: true }] }, null, 2),
      });
    case 'data.plan-restore':
      return done({ plan: dataRestorePlan });
    case 'env.history':
      return context.scenario === 'locked'
        ? fail('vault.locked')
        : done({ histories: context.scenario === 'young' ? [] : environmentHistories });
    case 'config.history':
      return context.scenario === 'locked'
        ? fail('vault.locked')
        : done({ histories: context.scenario === 'young' ? [] : configurationHistories });
    case 'config.show':
      return done({ text: configurationChange });
    case 'config.plan-restore':
      return done({ plan: configurationPlan });
    case 'env.reveal':
      return done({ value: 'kopi-tubruk-di-pos-ronda-pukul-3-pagi' });
    case 'env.plan-restore':
      return done({ plan: environmentPlan });
    case 'backup.discover':
      return done(discovered);
    case 'archive.sources':
      return done({ sources: archiveSources });
    case 'archive.list':
      return done({ archives, unreadable: [] });
    case 'archive.plan-restore':
      return done({ plan: archivePlan });
    case 'backup-plan.preview':
      return done({ starts: [1, 2, 3].map((day) => now + day * 86_400_000) });
    case 'backup-plan.preview-retention':
      return done({ preview: retentionPreview });
    case 'services.preview':
      return done({ commands: [`docker ${asked.action} prisma-${asked.serviceId}-1`] });
    case 'services.act':
      return fail('common.timeout', { what: 'docker', seconds: 30 });
    case 'services.describe':
      return done({ containers: [describe(String(asked.serviceId))] });
    case 'health.history':
      return done({ beats: beats('down', 5, 1400, 60_000, 22) });
    case 'health.trend':
      return done(trend(String(asked.range)));
    case 'health.check-settings':
      return done({
        checks: [
          {
            checkId: 'health',
            kind: 'http',
            target: 'GET http://127.0.0.1:4001/health',
            enabled: true,
            every: 30_000,
            timeout: 10_000,
            retryAfter: 20_000,
            failures: 2,
            slowerThan: null,
            changed: { every: '30s' },
          },
          {
            checkId: 'docker',
            kind: 'docker',
            target: 'docker inspect',
            enabled: false,
            every: 60_000,
            timeout: 10_000,
            retryAfter: 20_000,
            failures: 2,
            changed: { enabled: false },
          },
        ],
      });
    case 'health.thumbnail':
      return done({ dataUrl: pagePicture });
    case 'services.usage':
      return done(usage());
    case 'incidents.timeline':
      return done({ entries: timeline(), brokenAt: context.scenario === 'notices' ? 3 : null });
    case 'incidents.figures':
      return done({
        figures: [
          {
            month: '2026-11',
            severity: 'P2',
            count: 3,
            breached: 1,
            detectMs: 38_000,
            acknowledgeMs: 1_900_000,
            resolveMs: 5_400_000,
          },
        ],
      });
    case 'incidents.exec-preview':
    case 'incidents.test-preview':
      return done({ commands: ['docker exec prisma-warga-service-1 sh -c ls'] });
    case 'incidents.list':
      return done({ incidents: [incident(12)] });
    case 'alerts.messages':
      return done({ messages: context.scenario === 'trouble' ? alertMessages : [] });
    case 'vault.list':
      return done({
        secrets: [
          { name: 'ssh/vps/password', changedAt: now - 86_400_000 },
          { name: 'telegram/token', changedAt: now - 9 * 86_400_000 },
        ],
      });
    case 'backup.plan-restore':
      if (context.scenario === 'refused-restore' && !(input as { force: boolean }).force)
        return fail('backup.newer-schema', { found: 9, current: 7, service: 'warga-service' });
      return done({ plan: plan(String(asked.backupId)) });
    case 'backup.restore':
      for (const phase of ['stop', 'safety-copy', 'upload'])
        context.emit({ phase, doneBytes: 9e6, totalBytes: 18e6, bytesPerSecond: 2.1e6, remainingMs: 4300 });
      return new Promise(() => undefined);
    case 'backup.create':
      context.emit({
        phase: 'copy',
        doneBytes: 9e6,
        totalBytes: 18e6,
        bytesPerSecond: 2.1e6,
        remainingMs: 4300,
      });
      return new Promise(() => undefined);
    case 'night-watch.status':
      return done(nightWatchStatus);
    case 'server-copy.status':
      return done(serverCopyStatus);
    case 'vitals.read':
      return done({ hostId: asked.hostId, vitals, problems: [] });
    case 'logs.tail':
      for (const lines of logLines(context.scenario === 'many' ? 50_000 : 400))
        context.emit({ lines, dropped: 0, clockSkewMs: 7_200_000 });
      return new Promise((resolve) =>
        context.onCancel(() => resolve({ ok: true, output: { lines: 0, dropped: 0 } })),
      );
    default:
      return done({});
  }
}

function describe(service: string) {
  const seen = container(service, 1, 2);
  return {
    id: seen.id,
    name: seen.name,
    command: `node services/${service}.mjs`,
    environmentNames: ['NODE_ENV', 'WRITER_TPS', 'JWT_SECRET', 'RATE_LIMIT'],
    ports: [{ container: '4001/tcp', host: '127.0.0.1:4001' }],
    mounts: [{ type: 'volume', source: 'prisma_warga-data', target: '/app/data', writable: true }],
    limits: { cpus: 0.5, memoryBytes: 256 * 1024 ** 2 },
    restartPolicy: 'unless-stopped',
    networks: ['prisma_default'],
  };
}

function plan(backupId: string) {
  const chosen = backup(Number(backupId.split('-')[1] ?? 0));
  return {
    backupId,
    hostId: 'vps',
    serviceId: 'warga-service',
    databaseId: 'warga',
    stops: [
      { id: 'a', name: 'prisma-warga-service-1', image: 'ronda-sample/warga-service:1.0.0', running: true },
      { id: 'b', name: 'prisma-warga-service-2', image: 'ronda-sample/warga-service:1.0.0', running: true },
    ],
    volume: 'prisma_warga-data',
    targetPath: '/app/data/warga.db',
    current: { bytes: 18_900_000, modifiedAt: now - 40_000 },
    replacement: { bytes: chosen.bytes, takenAt: chosen.takenAt, rowCounts: chosen.rowCounts },
    commands: [
      'docker stop prisma-warga-service-1 prisma-warga-service-2',
      'docker cp prisma-warga-service-1:/app/data/warga.db ./safety/',
      'docker run --rm --network none -v prisma_warga-data:/volume ronda-sample/warga-service:1.0.0 sh -c "mv /volume/.ronda-new /volume/warga.db && rm -f /volume/warga.db-wal /volume/warga.db-shm"',
      'docker start prisma-warga-service-1 prisma-warga-service-2',
    ],
    estimatedDowntimeMs: 14_000,
    warnings: [new RondaError('backup.stops-others', { names: 'prisma-backup-1' }).toShape()],
    planId: 'plan-1',
  };
}

function timeline() {
  const entry = (seq: number, event: string, kind: string, text: string, step: string | null = null) => ({
    seq,
    incidentId: 'incident-12',
    at: now - (40 - seq * 4) * 60_000,
    kind,
    event,
    step,
    author: kind === 'person' ? 'Bu Sari' : '',
    text,
    hash: `${seq}`.repeat(64).slice(0, 64),
  });
  return [
    entry(1, 'opened', 'check', 'connect ECONNREFUSED 127.0.0.1:4001'),
    entry(2, 'acknowledged', 'person', ''),
    entry(3, 'step-done', 'person', 'Dua pemeriksaan gagal berturut-turut.', 'detect'),
    entry(4, 'severity', 'person', 'P3 → P2: iuran tidak bisa dicatat'),
    entry(5, 'command', 'action', 'docker stop prisma-warga-service-1\nprisma-warga-service-1', 'contain'),
    entry(6, 'note', 'person', 'Pak Budi menelepon: warga RT 04 tidak bisa masuk sejak pukul 20.'),
    entry(7, 'attachment', 'person', `tangkapan-layar.png\n48211 sha256:${'a1'.repeat(32)}`),
  ];
}
