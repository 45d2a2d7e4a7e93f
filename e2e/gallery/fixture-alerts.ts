import { type AlertMessage, type AlertsView, defaultAlertConfig } from '../../src/shared/domain/alerts.ts';
import { RondaError } from '../../src/shared/errors.ts';
import { now } from './fixture-tiles.ts';

const minute = 60_000;
const refused = new RondaError('alerts.telegram-forbidden', {
  status: 403,
  reason: 'Forbidden: bot was kicked from the supergroup chat',
}).toShape();

const message = (seq: number, more: Partial<AlertMessage>): AlertMessage => ({
  seq,
  channel: 'telegram',
  incidentId: 'incident-12',
  kind: 'down',
  severity: 'P2',
  title: 'Warga tidak berfungsi',
  state: 'sent',
  createdAt: now - seq * 17 * minute,
  dueAt: now,
  attempts: 1,
  unsure: false,
  settledAt: now - seq * 17 * minute,
  error: null,
  ...more,
});

/** Newest first. */
export const alertMessages: readonly AlertMessage[] = [
  message(1, {
    state: 'waiting',
    severity: 'P1',
    title: '5 hal gagal bersamaan',
    attempts: 3,
    error: refused,
  }),
  message(2, {
    channel: 'webhook',
    state: 'failed',
    unsure: true,
    attempts: 3,
    error: new RondaError('alerts.doubtful', { reason: 'socket hang up', times: 3 }).toShape(),
  }),
  message(3, { channel: 'desktop', kind: 'recovered', title: 'Surat sudah pulih', severity: 'P3' }),
  message(4, {
    title: 'Layanan pengelolaan data warga dan iuran bulanan yang namanya panjang sekali tidak berfungsi',
  }),
  message(5, { state: 'dropped', severity: 'P4', title: '<img src=x onerror=alert(1)>' }),
];

const channel = { error: null, waiting: 0, failed: 0, dropped: 0, lastSentAt: null, nextAttemptAt: null };

/** A console whose alerts nobody has set up yet. */
export const alertsFresh: AlertsView = {
  config: defaultAlertConfig,
  channels: [
    { ...channel, channel: 'desktop', state: 'ready' },
    { ...channel, channel: 'telegram', state: 'off' },
    { ...channel, channel: 'webhook', state: 'off' },
  ],
  secrets: { 'telegram-token': false, 'webhook-url': false, 'webhook-header': false },
  webhookOrigin: '',
  quietUntil: null,
  outbox: [],
};

/** Everything that can be wrong at once. */
export const alertsInTrouble: AlertsView = {
  config: {
    ...defaultAlertConfig,
    telegram: { enabled: true, chatId: '-1001234567890', topicId: 7 },
    webhook: { enabled: true, secretHeader: 'Authorization' },
    quietHours: { enabled: true, from: '22:00', to: '05:30' },
    timeZone: 'Asia/Jakarta',
  },
  channels: [
    { ...channel, channel: 'desktop', state: 'held', waiting: 2, nextAttemptAt: now + 90 * minute },
    {
      ...channel,
      channel: 'telegram',
      state: 'stopped',
      error: refused,
      waiting: 4,
      lastSentAt: now - 300 * minute,
    },
    { ...channel, channel: 'webhook', state: 'waiting', failed: 1, dropped: 9, nextAttemptAt: now + minute },
  ],
  secrets: { 'telegram-token': true, 'webhook-url': true, 'webhook-header': true },
  webhookOrigin: 'https://n8n.rt04.example',
  quietUntil: now + 90 * minute,
  outbox: [...alertMessages],
};
