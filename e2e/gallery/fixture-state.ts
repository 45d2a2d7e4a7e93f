import type { Backup } from '../../src/shared/domain/backup.ts';
import type { HostView } from '../../src/shared/domain/host.ts';
import { type Incident, incidentSteps, type StepRecord } from '../../src/shared/domain/incident.ts';
import type { Job } from '../../src/shared/domain/job.ts';
import type { TileView } from '../../src/shared/domain/service.ts';
import { defaultSettings } from '../../src/shared/domain/settings.ts';
import type { PublishedState } from '../../src/shared/state.ts';
import { alertsFresh, alertsInTrouble } from './fixture-alerts.ts';
import { backupPlan } from './fixture-backup-plan.ts';
import { profile } from './fixture-profile.ts';
import { silences } from './fixture-silences.ts';
import { now, services, tile } from './fixture-tiles.ts';

const minute = 60_000;
const hour = 60 * minute;

const byId = <T extends { id: string }>(list: readonly T[]): Record<string, T> =>
  Object.fromEntries(list.map((each) => [each.id, each]));

export function host(
  state: HostView['connection']['state'],
  over: Partial<HostView['connection']> = {},
): HostView {
  const well = state === 'connected';
  return {
    id: 'vps',
    name: 'Server RT 04',
    profileId: 'prisma-rt04',
    target: {
      kind: 'ssh',
      address: '203.0.113.7',
      port: 2222,
      user: 'admin',
      auth: { method: 'agent' },
      dockerSocket: '/var/run/docker.sock',
    },
    connection: {
      state,
      since: now - 3 * hour,
      attempt: well ? 0 : 3,
      nextAttemptAt: state === 'waiting' ? now + 26_000 : null,
      error: well
        ? null
        : {
            code: 'common.timeout',
            message: '',
            hint: '',
            params: { what: '203.0.113.7:2222', seconds: 10 },
          },
      methods: well ? { docker: 'stream-local', tcp: 'ssh-forward', exec: 'ssh-exec' } : null,
      steps: [
        { name: 'reach', state: 'done', durationMs: 48, detail: '203.0.113.7:2222' },
        { name: 'verify-host-key', state: 'done', durationMs: 12, detail: 'ssh-ed25519, known_hosts' },
        { name: 'authenticate', state: well ? 'done' : 'failed', durationMs: 210, detail: 'agent' },
        ...(well
          ? ([
              { name: 'docker', state: 'done', durationMs: 61, detail: 'stream-local' },
              { name: 'engine', state: 'done', durationMs: 22, detail: '20.10.24' },
            ] as const)
          : []),
      ],
      engine: well
        ? {
            version: '20.10.24',
            apiVersion: '1.41',
            operatingSystem: 'Debian GNU/Linux 12',
            cpus: 2,
            memoryBytes: 4 * 1024 ** 3,
            countsContainers: true,
          }
        : null,
      ...over,
    },
  };
}

export function incident(number: number, over: Partial<Incident> = {}): Incident {
  const openedAt = over.openedAt ?? now - 34 * minute;
  const step = over.step ?? 'contain';
  const reached = incidentSteps.indexOf(step);
  const steps = Object.fromEntries(
    incidentSteps.map((name, index): [string, StepRecord] => [
      name,
      index < reached
        ? {
            state: index === 1 ? 'skipped' : 'done',
            at: openedAt + index * 4 * minute,
            by: 'Bu Sari',
            note: 'Dua pemeriksaan gagal berturut-turut.',
          }
        : { state: 'open', at: null, by: '', note: '' },
    ]),
  ) as Incident['steps'];
  return {
    id: `incident-${number}`,
    number,
    title: 'Warga tidak berfungsi',
    severity: 'P2',
    state: 'open',
    hostId: 'vps',
    serviceId: 'warga-service',
    openedBy: 'check',
    cause: 'vps/warga-service',
    acknowledgedAt: null,
    recoveredAt: null,
    closedAt: null,
    respondBy: openedAt + 4 * hour,
    breached: false,
    nearlyDue: false,
    startedAt: null,
    affected: [],
    mergedInto: null,
    imported: false,
    importedFrom: null,
    newestEntry: 5,
    postMortemAt: null,
    steps,
    ...over,
    step,
    openedAt,
  };
}

export function backup(index: number, over: Partial<Backup> = {}): Backup {
  const takenAt = now - index * 24 * hour - 5 * hour;
  return {
    id: `backup-${index}`,
    hostId: 'vps',
    hostName: 'Server RT 04',
    serviceId: 'warga-service',
    databaseId: 'warga',
    sourcePath: '/app/data/warga.db',
    takenAt,
    verification: 'verified',
    verifiedAt: takenAt + 2000,
    steps: [
      { step: 'sha256', ok: true, detail: '9f2c…e1', durationMs: 41 },
      { step: 'integrity', ok: true, detail: 'ok', durationMs: 320 },
      { step: 'foreign-keys', ok: true, detail: '', durationMs: 12 },
      { step: 'row-counts', ok: true, detail: '4 tables', durationMs: 8 },
    ],
    restoreTestedAt: index === 6 ? takenAt + hour : null,
    restoreTest: null,
    storedBytes: null,
    transferredBytes: null,
    reason: index % 3 === 1 ? 'manual' : 'scheduled',
    method: 'held-read-raw',
    bytes: 18_400_000 - index * 120_000,
    sha256: '9f2c41b7a3d2e0c59f2c41b7a3d2e0c59f2c41b7a3d2e0c59f2c41b7a3d2e0c5',
    rowCounts: { warga: 1204, keluarga: 388, iuran: 14_022, surat: 212 },
    file: `vps/warga-service/warga/${new Date(takenAt).toISOString().slice(0, 10)}.db`,
    missing: false,
    ...over,
  };
}

const jobs: Job[] = [
  {
    id: 'job-1',
    kind: 'backup',
    subject: 'warga-service · warga.db',
    hostId: 'vps',
    state: 'running',
    progress: {
      phase: 'copy',
      doneBytes: 121e6,
      totalBytes: 188e6,
      bytesPerSecond: 2.4e6,
      remainingMs: 28_000,
    },
    startedAt: now - 50_000,
    endedAt: null,
    error: null,
  },
  {
    id: 'job-2',
    kind: 'verify',
    subject: 'keamanan-service · keamanan.db',
    hostId: 'vps',
    state: 'failed',
    progress: null,
    startedAt: now - hour,
    endedAt: now - hour + 4000,
    error: { code: 'common.not-found', message: '', hint: '', params: { what: 'keamanan.db' } },
  },
];

const greens = (): TileView[] => services.map((seed, index) => tile(seed, index, 'up'));

const trouble = (): TileView[] => {
  const statuses = ['up', 'down', 'up', 'unobserved', 'pending', 'degraded', 'up', 'up', 'paused'] as const;
  const reasons: Partial<Record<(typeof statuses)[number], string>> = {
    down: 'connect ECONNREFUSED 127.0.0.1:4001: tidak ada yang mendengarkan di porta itu',
    pending: 'tidak menjawab dalam 10 detik',
    degraded: 'penyedia model tidak menjawab (provider: down)',
    unobserved: 'laptop tertidur 9 menit',
  };
  return services.map((seed, index) => {
    const status = statuses[index] ?? 'up';
    return tile(seed, index, status, reasons[status] ?? '');
  });
};

const many = (): TileView[] =>
  Array.from({ length: 40 }, (_, index) =>
    tile(
      {
        id: `layanan-${index}`,
        name:
          index % 5 === 0
            ? `Layanan pengelolaan data warga dan iuran bulanan nomor ${index}`
            : `Layanan ${index}`,
        port: 5000 + index,
        ...(index % 4 === 0 ? { database: `basis-data-${index}` } : {}),
      },
      index,
      index === 7 ? 'down' : index === 12 ? 'pending' : 'up',
      index === 7 ? 'HTTP 503 <img src=x onerror=alert(1)>' : '',
    ),
  );

const base = (tiles: TileView[], hosts: HostView[]): PublishedState => ({
  app: {
    app: {
      version: '0.1.0',
      leaseHolder: 'app-4711',
      isLeaseHolder: true,
      vault: 'open',
      keyring: false,
      backupFolder: '/home/sari/.ronda/backups',
      home: '/home/sari/.ronda',
      notices: [],
    },
  },
  settings: { settings: { ...defaultSettings, adminName: 'Bu Sari' } },
  hosts: byId(hosts),
  alerts: { alerts: alertsFresh },
  silences: {},
  prompts: {},
  profiles: byId([profile]),
  tiles: byId(tiles),
  jobs: {},
  backupPlans: { vps: backupPlan },
  secondCopy: {
    'second-copy': {
      folder: '/media/sari/STIK-RT04',
      state: 'current',
      held: 31,
      due: 2,
      kinds: [
        { kind: 'databases', held: 18, due: 1 },
        { kind: 'archives', held: 4, due: 0 },
        { kind: 'images', held: 6, due: 1 },
        { kind: 'data', held: 1, due: 0 },
        { kind: 'vault', held: 1, due: 0 },
        { kind: 'manuals', held: 1, due: 0 },
      ],
      verifiedAt: now - 3 * 24 * hour,
      damaged: [],
      error: null,
    },
  },
  backups: byId([
    ...Array.from({ length: 8 }, (_, index) => backup(index)),
    backup(8, {
      verification: 'failed',
      verifiedAt: null,
      steps: [
        { step: 'sha256', ok: true, detail: '', durationMs: 40 },
        { step: 'integrity', ok: false, detail: 'row 12 missing from index idx_warga_nik', durationMs: 290 },
      ],
    }),
    backup(9, { reason: 'safety', method: 'safety-copy', missing: true }),
  ]),
  incidents: {},
});

const incidents = [
  incident(12),
  incident(13, {
    title: 'Koneksi ke bot Telegram putus',
    severity: 'P3',
    serviceId: 'telegram-bot',
    step: 'assess',
    openedAt: now - 26 * hour,
    respondBy: now - 2 * hour,
    breached: true,
  }),
  incident(11, {
    state: 'closed',
    step: 'review',
    title: 'Disk penuh',
    severity: 'P1',
    acknowledgedAt: now - 71 * hour,
    openedAt: now - 72 * hour,
    closedAt: now - 70 * hour,
    recoveredAt: now - 70 * hour,
  }),
];

/** Every state that the gallery shows, by name. */
export const scenarios: Readonly<Record<string, () => PublishedState>> = {
  'first-run': () => ({ ...base([], []), backups: {} }),
  green: () => base(greens(), [host('connected')]),
  encrypted: () => ({
    ...base(greens(), [host('connected')]),
    settings: {
      settings: {
        ...defaultSettings,
        adminName: 'Bu Sari',
        secondCopyFolder: '/media/sari/STIK-RT04',
        backupEncryption: 'key',
        backupRecipients: ['age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'],
      },
    },
  }),
  trouble: () => ({
    ...base(trouble(), [host('connected')]),
    alerts: { alerts: alertsInTrouble },
    silences,
    incidents: byId(incidents),
    jobs: byId(jobs),
  }),
  connecting: () => base([], [host('connecting', { error: null })]),
  young: () => ({
    ...base(
      greens().map((each, index) => ({
        ...each,
        since: now - 40_000,
        databases: each.databases.map((database) => ({
          ...database,
          takenAt: null,
          verifiedAt: null,
          restoreTestedAt: null,
        })),
        checks: each.checks.map((check) => ({ ...check, recent: check.recent.slice(-1 - (index % 3)) })),
      })),
      [host('connected')],
    ),
    backups: {},
  }),
  'refused-restore': () => base(greens(), [host('connected')]),
  lost: () =>
    base(
      greens().map((each) => ({
        ...each,
        status: 'unobserved',
        since: now - 4 * minute,
        checks: each.checks.map((check) => ({
          ...check,
          recent: check.recent.filter((beat) => beat.at < now - 4 * minute),
        })),
      })),
      [host('waiting')],
    ),
  many: () =>
    base(many(), [
      host('connected'),
      { ...host('refused'), id: 'lain', name: 'Server cadangan di rumah Pak RT yang namanya panjang' },
    ]),
  'host-key': () => ({
    ...base([], [host('prompting', { error: null })]),
    prompts: {
      p1: {
        kind: 'host-key',
        id: 'p1',
        hostId: 'vps',
        hostName: 'Server RT 04',
        address: '[203.0.113.7]:2222',
        keyType: 'ssh-ed25519',
        fingerprint: 'SHA256:1pVfVQ0q3m9n2yE7u0a9L4C2c8H1J6wQb5tXoZkRr3s',
      },
    },
  }),
  secret: () => ({
    ...base([], [host('prompting', { error: null })]),
    prompts: {
      p1: {
        kind: 'secret',
        id: 'p1',
        hostId: 'vps',
        hostName: 'Server RT 04',
        purpose: 'keyboard-interactive',
        label: 'Verification code <b>for</b> admin:',
        echo: false,
      },
    },
  }),
  notices: () => {
    const state = { ...base(trouble(), [host('connected')]), jobs: byId(jobs) };
    const [app] = Object.values(state.app);
    if (!app) return state;
    return {
      ...state,
      app: {
        app: {
          ...app,
          isLeaseHolder: false,
          leaseHolder: 'ronda backup (1234)',
          vault: 'locked',
          notices: [
            {
              id: 'n1',
              level: 'error',
              code: 'common.unexpected',
              message: '',
              hint: '',
              params: { detail: 'disk penuh' },
            },
            { id: 'n2', level: 'warning', code: 'vault.locked', message: '', hint: '', params: {} },
          ],
        },
      },
    };
  },
};
