import { alertSecrets } from '../../shared/domain/alerts.ts';
import type { AlertRepository } from '../alerts/alert-repository.ts';
import { telegramApi as publicApi } from '../alerts/create-alerts-feature.ts';
import type { BotAccess } from '../health/probe-telegram-bot.ts';
import type { PublishedStateStore } from '../state/published-state.ts';
import type { Remote } from '../storage/remote.ts';
import type { Vault } from '../vault/vault.ts';
import type { LeaseContent } from './lease.ts';
import type { TelegramWay } from './make-plan.ts';

/** What the console knows that the night watch has to go on from: what was told, and what nobody is to be told of. */
export function leaseOf(state: PublishedStateStore, hostId: string): LeaseContent {
  return {
    told: state.list('incidents').flatMap((incident) =>
      incident.hostId === hostId &&
      incident.openedBy === 'check' &&
      incident.state === 'open' &&
      incident.recoveredAt === null
        ? (incident.serviceId === null ? incident.affected : [incident.serviceId]).map((serviceId) => ({
            serviceId,
            severity: incident.severity,
          }))
        : [],
    ),
    muted: state.list('tiles').flatMap(({ hostId: of, serviceId, paused, silenced }) => {
      if (of !== hostId || (!paused && !silenced)) return [];
      return [{ serviceId, untilMs: paused ? null : (silenced?.until ?? null) }];
    }),
  };
}

/** Whether Telegram hears from the console itself: then, and only then, the night watch may keep silent. */
export function canTellTelegram(state: PublishedStateStore): boolean {
  const channel = state.get('alerts', 'alerts')?.channels.find((view) => view.channel === 'telegram');
  return channel?.state === 'ready' || channel?.state === 'waiting' || channel?.state === 'held';
}

/** How the bot itself is asked who it is. */
export function botAccessOf(vault: Pick<Vault, 'state' | 'get'>, api: string | undefined): BotAccess {
  return {
    apiBase: api ?? publicApi,
    token: async () => (vault.state() === 'locked' ? 'locked' : vault.get(alertSecrets['telegram-token'])),
  };
}

/** The bot as the admin has set it up; null when that is not complete. */
export function telegramWayOf(ports: {
  readonly alerts: Pick<Remote<{ alerts: AlertRepository }>['alerts'], 'config'>;
  readonly vault: Pick<Vault, 'state' | 'get'>;
  readonly telegramApi: string | undefined;
}): () => Promise<TelegramWay | 'locked' | null> {
  return async () => {
    if (ports.vault.state() === 'locked') return 'locked';
    const token = await ports.vault.get(alertSecrets['telegram-token']);
    const config = await ports.alerts.config();
    if (token === null || config.telegram.chatId === '') return null;
    return { apiBase: ports.telegramApi ?? publicApi, token, config };
  };
}
