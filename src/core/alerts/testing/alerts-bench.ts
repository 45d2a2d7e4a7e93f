import Database from 'better-sqlite3';
import {
  type AlertChannel,
  type AlertConfig,
  type AlertsView,
  alertSecrets,
  defaultAlertConfig,
} from '../../../shared/domain/alerts.ts';
import type { Severity } from '../../../shared/domain/incident.ts';
import { createIncidentRepository } from '../../incidents/incident-repository.ts';
import { silentLog } from '../../platform/log.ts';
import { createManualClock, type ManualClock } from '../../platform/manual-clock.ts';
import { allMigrations } from '../../storage/migrations/all-migrations.ts';
import type { JournalNews } from '../alert-repository.ts';
import { createAlertsFeature } from '../create-alerts-feature.ts';
import type { Notice } from '../notifier.ts';
import { alertsOn } from './alerts-on.ts';
import { fakeToken } from './contents.ts';

/** A Tuesday, 10:00 in Jakarta. */
export const benchStart = Date.parse('2026-11-24T03:00:00Z');

/** Opens a state with all its tables: in memory, or a file that outlives a "restart". */
export function openBenchState(file = ':memory:'): Database.Database {
  const db = new Database(file);
  if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'incident'").get() === undefined) {
    for (const migration of allMigrations) db.exec(migration.sql);
  }
  return db;
}

/** The alerts of one process on a state, with a vault and a desktop of its own. */
export function startBench(options: {
  readonly db: Database.Database;
  readonly telegramApi: string;
  readonly config?: Partial<AlertConfig>;
  readonly clock?: ManualClock;
  readonly holder?: string;
  readonly isDead?: (holder: string) => boolean;
  readonly language?: 'en' | 'id';
  readonly toldElsewhere?: (news: JournalNews) => Promise<boolean>;
}) {
  const { db } = options;
  const clock = options.clock ?? createManualClock(benchStart);
  const alerts = alertsOn(db);
  const incidents = createIncidentRepository(db);
  const secrets = new Map<string, string>([[alertSecrets['telegram-token'], fakeToken]]);
  const vault = { isLocked: false, secrets };
  const notices: Notice[] = [];
  const troubles: string[] = [];
  const views: AlertsView[] = [];
  const stop = new AbortController();
  let isLeaseHolder = true;
  const feature = createAlertsFeature({
    alerts,
    vault: {
      state: () => (vault.isLocked ? 'locked' : 'open'),
      get: async (name) => (vault.isLocked ? null : (secrets.get(name) ?? null)),
      put: async (name, value) => void secrets.set(name, value),
      forget: async (name) => void secrets.delete(name),
    },
    notifier: { notify: (notice) => void notices.push(notice) },
    wantsDesktop: () => true,
    language: () => options.language ?? 'en',
    hostName: (hostId) => (hostId === 'rt04' ? 'RT 04' : hostId),
    serviceName: (_hostId, serviceId) => serviceId.replace('-service', ''),
    clock,
    log: silentLog,
    isLeaseHolder: () => isLeaseHolder,
    holder: options.holder ?? 'bench',
    isDead: options.isDead ?? (() => false),
    publish: (view) => void views.push(view),
    onTrouble: (_level, { code, params }, isOn) =>
      void troubles.push(`${code} ${params.channel ?? ''} ${isOn ? 'on' : 'off'}`.replace('  ', ' ')),
    telegramApi: options.telegramApi,
    ...(options.toldElsewhere ? { toldElsewhere: options.toldElsewhere } : {}),
    random: () => 0,
  });
  let running: Promise<void> | null = null;

  const until = async (isDone: () => boolean, stepMs = 1000, steps = 400): Promise<void> => {
    for (let step = 0; step < steps; step++) {
      if (isDone()) return;
      await clock.advance(stepMs);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    throw new Error('it did not come to that');
  };

  return {
    ...feature,
    alerts,
    incidents,
    clock,
    vault,
    notices,
    troubles,
    views,
    async start(): Promise<void> {
      const telegram = { enabled: true, chatId: '-1001', topicId: null };
      await alerts.saveConfig({
        ...defaultAlertConfig,
        telegram,
        timeZone: 'Asia/Jakarta',
        ...options.config,
      });
      running = feature.service.run(stop.signal);
    },
    /** Ends the process as one that closes properly. */
    async close(): Promise<void> {
      stop.abort();
      for (let step = 0; step < 5; step++) await clock.advance(1000);
      await running;
    },
    setLeaseHolder(holds: boolean): void {
      isLeaseHolder = holds;
      feature.service.wake();
    },
    down(serviceId: string | null, severity: Severity = 'P3', name = serviceId ?? 'RT 04'): string {
      const { incident } = incidents.open({
        title: serviceId === null ? `Connection to ${name} lost` : `${name} is down`,
        severity,
        hostId: 'rt04',
        serviceId,
        openedBy: 'check',
        cause: serviceId === null ? 'rt04' : `rt04/${serviceId}`,
        at: clock.now(),
        by: 'Ronda',
        note: 'HTTP 500: warga Siti 081234567890 tidak ditemukan',
        respondWithinMs: 3_600_000,
      });
      feature.service.wake();
      return incident.id;
    },
    up(serviceId: string | null): void {
      const cause = serviceId === null ? 'rt04' : `rt04/${serviceId}`;
      incidents.changeByCause(cause, { type: 'recovered', at: clock.now(), reason: 'ok' });
      feature.service.wake();
    },
    states: (channel: AlertChannel): string[] =>
      db
        .prepare<[string], string>('SELECT state FROM alert_message WHERE channel = ? ORDER BY seq')
        .pluck()
        .all(channel),
    until,
    /** Lets time pass, with room for the network in between. */
    async pass(ms: number, stepMs = 1000): Promise<void> {
      const end = clock.now() + ms;
      await until(() => clock.now() >= end, stepMs, Math.ceil(ms / stepMs) + 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}

export type Bench = ReturnType<typeof startBench>;
