import type {
  AlertChannel,
  AlertConfig,
  AlertMessage,
  AlertSecret,
  AlertsView,
  ChannelView,
} from '../../shared/domain/alerts.ts';
import type { ChannelRow } from './outbox-repository.ts';
import { quietUntil } from './quiet-hours.ts';

/** What the vault holds of alerts; null while it is locked. */
export type HeldSecrets = Readonly<Record<AlertSecret, string | null>> | null;

export type Readiness = 'off' | 'incomplete' | 'locked' | 'ready';

/** Whether a channel has all that it needs. */
export function readinessOf(
  channel: AlertChannel,
  config: AlertConfig,
  isOn: boolean,
  secrets: HeldSecrets,
): Readiness {
  if (!isOn) return 'off';
  if (channel === 'desktop') return 'ready';
  if (channel === 'telegram' && config.telegram.chatId === '') return 'incomplete';
  if (secrets === null) return 'locked';
  return secrets[channel === 'telegram' ? 'telegram-token' : 'webhook-url'] === null ? 'incomplete' : 'ready';
}

/** What the window shows of alerts. No secret is in it. */
export function viewOfAlerts(facts: {
  readonly config: AlertConfig;
  readonly secrets: HeldSecrets;
  readonly isOn: (channel: AlertChannel) => boolean;
  readonly rows: readonly ChannelRow[];
  readonly outbox: AlertMessage[];
  readonly now: number;
}): AlertsView {
  const { config, secrets, now } = facts;
  const quiet = quietUntil(config, now);
  const url = secrets?.['webhook-url'];
  return {
    config,
    channels: facts.rows.map((row) => {
      const readiness = readinessOf(row.channel, config, facts.isOn(row.channel), secrets);
      return viewOfChannel(row, readiness, quiet, now);
    }),
    secrets: secrets && {
      'telegram-token': secrets['telegram-token'] !== null,
      'webhook-url': secrets['webhook-url'] !== null,
      'webhook-header': secrets['webhook-header'] !== null,
    },
    webhookOrigin: url && URL.canParse(url) ? new URL(url).origin : '',
    quietUntil: quiet,
    outbox: facts.outbox,
  };
}

function viewOfChannel(
  row: ChannelRow,
  readiness: Readiness,
  quiet: number | null,
  now: number,
): ChannelView {
  const { channel, stopped, notBefore, sentAt, dropped, waiting, waitingUrgent, failed, error } = row;
  const isHeld = quiet !== null && waiting > 0 && waitingUrgent === 0;
  let state: ChannelView['state'] = readiness;
  if (readiness === 'ready') {
    if (stopped) state = 'stopped';
    else if (isHeld) state = 'held';
    else if (notBefore > now && waiting > 0) state = 'waiting';
  }
  return {
    channel,
    state,
    error: stopped ?? (waiting > 0 ? error : null),
    waiting,
    failed,
    dropped,
    lastSentAt: sentAt,
    nextAttemptAt: state === 'held' ? quiet : state === 'waiting' ? notBefore : null,
  };
}
