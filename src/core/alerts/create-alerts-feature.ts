import type { OperationName } from '../../shared/contract.ts';
import {
  type AlertChannel,
  type AlertConfig,
  type AlertsView,
  alertSecrets,
} from '../../shared/domain/alerts.ts';
import type { Incident } from '../../shared/domain/incident.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { SecretStore } from '../vault/vault.ts';
import { createAlertFeed } from './alert-feed.ts';
import { alertOperations } from './alert-operations.ts';
import type { JournalNews } from './alert-repository.ts';
import { type AlertService, type AlertVault, createAlertService } from './alert-service.ts';
import type { Language } from './alert-texts.ts';
import type { Channel } from './channel.ts';
import { type ComposeContext, testContent } from './compose-alerts.ts';
import { createDesktopChannel } from './desktop-channel.ts';
import { createHealthAlerts, type HealthAlerts } from './health-alerts.ts';
import type { Notifier } from './notifier.ts';
import { type Alerts, createOutboxSender } from './outbox-sender.ts';
import { createTelegramChannel } from './telegram-channel.ts';
import { createWebhookChannel } from './webhook-channel.ts';

export const telegramApi = 'https://api.telegram.org';
const timeoutMs = 20_000;

export interface AlertsFeaturePorts {
  readonly alerts: Alerts;
  readonly vault: SecretStore & AlertVault;
  /** Null where there is no desktop: its channel says so. */
  readonly notifier: Notifier | null;
  /** Whether the admin wants desktop notifications; asked each time. */
  readonly wantsDesktop: () => boolean;
  readonly language: () => Language;
  readonly hostName: ComposeContext['hostName'];
  readonly serviceName: ComposeContext['serviceName'];
  readonly clock: Clock;
  readonly log: Log;
  readonly isLeaseHolder: () => boolean;
  /** This process, and whether another one has certainly ended. */
  readonly holder: string;
  readonly isDead: (holder: string) => boolean;
  readonly publish: (view: AlertsView) => void;
  /** What keeps alerts from going out, and that it no longer does: the window says so on every screen. */
  readonly onTrouble: (level: 'warning' | 'error', error: RondaError, isOn: boolean) => void;
  /** What stands in for Telegram in a test. */
  readonly telegramApi?: string | undefined;
  readonly random?: () => number;
  /** Whether the night watch on the server has told Telegram of it already. */
  readonly toldElsewhere?: (news: JournalNews) => Promise<boolean>;
  /** Whether a silence holds for what an incident is about: then it is not reminded of. */
  readonly isSilenced?: (incident: Incident) => boolean;
}

export interface AlertsFeature {
  readonly service: AlertService;
  /** What the incidents tell. */
  readonly healthAlerts: HealthAlerts;
  readonly operations: Handlers<Extract<OperationName, `alerts.${string}`>>;
}

/** Puts alerts together: the journal feeds the outbox, the outbox feeds the channels. */
export function createAlertsFeature(ports: AlertsFeaturePorts): AlertsFeature {
  const { alerts, vault, clock, log, language } = ports;
  const secret = async (name: string): Promise<string | null | 'locked'> =>
    vault.state() === 'locked' ? 'locked' : vault.get(name);
  const noDesktop: Channel = {
    deliver: async () => ({ kind: 'failed', error: new RondaError('common.needs-window') }),
  };
  const channels: Readonly<Record<AlertChannel, Channel>> = {
    desktop: ports.notifier ? createDesktopChannel(ports.notifier) : noDesktop,
    telegram: createTelegramChannel({
      apiBase: ports.telegramApi ?? telegramApi,
      token: () => secret(alertSecrets['telegram-token']),
      config: async () => (await alerts.config()).telegram,
      onMigrated: async (chatId) => {
        const config = await alerts.config();
        await alerts.saveConfig({ ...config, telegram: { ...config.telegram, chatId, topicId: null } });
      },
      now: () => clock.now(),
      timeoutMs,
    }),
    webhook: createWebhookChannel({
      url: () => secret(alertSecrets['webhook-url']),
      secret: () => vault.get(alertSecrets['webhook-header']),
      config: async () => (await alerts.config()).webhook,
      now: () => clock.now(),
      timeoutMs,
    }),
  };
  const isOn = (channel: AlertChannel, config: AlertConfig): boolean =>
    channel === 'desktop' ? ports.notifier !== null && ports.wantsDesktop() : config[channel].enabled;
  const context = (config: AlertConfig): ComposeContext => ({
    language: language(),
    timeZone: config.timeZone,
    hostName: ports.hostName,
    serviceName: ports.serviceName,
  });
  // Two messages are better than none.
  const toldElsewhere = async (news: JournalNews): Promise<boolean> =>
    (await ports.toldElsewhere?.(news).catch((error: unknown) => {
      log.error('nobody knows what the night watch told', { error });
      return false;
    })) ?? false;
  const service = createAlertService({
    ...ports,
    channels,
    isOn,
    feed: createAlertFeed({
      alerts,
      now: () => clock.now(),
      context,
      isOn,
      toldElsewhere,
      ...(ports.isSilenced ? { isSilenced: ports.isSilenced } : {}),
    }),
    sender: createOutboxSender({ ...ports, channels, random: ports.random ?? Math.random }),
    onStopped: (channel, isStopped) =>
      ports.onTrouble('error', new RondaError('alerts.channel-stopped', { channel }), isStopped),
    onLocked: (isWaiting) => ports.onTrouble('warning', new RondaError('alerts.vault-locked'), isWaiting),
    testContent: (config) => testContent(clock.now(), context(config)),
  });
  return {
    service,
    healthAlerts: createHealthAlerts({
      onNews: service.wake,
      tellDirectly: (content) =>
        void service
          .sendDirectly(content)
          .catch((error) => log.error('an alert was not delivered', { error })),
      language,
    }),
    operations: alertOperations({ alerts, service, vault, now: () => clock.now() }),
  };
}
