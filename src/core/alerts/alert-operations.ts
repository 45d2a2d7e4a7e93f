import type { OperationName } from '../../shared/contract.ts';
import {
  type AlertChannel,
  type AlertConfig,
  type AlertSecret,
  alertSecrets,
} from '../../shared/domain/alerts.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { SecretStore } from '../vault/vault.ts';
import type { AlertService } from './alert-service.ts';
import type { Alerts } from './outbox-sender.ts';
import { parseWebhookAddress } from './webhook-channel.ts';

const channelOf: Readonly<Record<AlertSecret, AlertChannel>> = {
  'telegram-token': 'telegram',
  'webhook-url': 'webhook',
  'webhook-header': 'webhook',
};

/** @throws RondaError when the value cannot be what it is meant to be: told at once, not by the first alert at night */
function checkSecret(secret: AlertSecret, value: string): void {
  if (secret === 'telegram-token' && !/^\d{3,20}:[A-Za-z0-9_-]{30,80}$/.test(value)) {
    throw new RondaError('alerts.token-malformed');
  }
  if (secret === 'webhook-url') parseWebhookAddress(value);
  if (secret === 'webhook-header' && !/^[\x20-\x7e]+$/.test(value))
    throw new RondaError('alerts.header-malformed');
}

export function alertOperations(deps: {
  readonly alerts: Alerts;
  readonly service: AlertService;
  readonly vault: SecretStore;
  readonly now: () => number;
}): Handlers<Extract<OperationName, `alerts.${string}`>> {
  const { alerts, service, vault, now } = deps;
  return {
    'alerts.show': () => service.view(),
    'alerts.configure': async (change) => {
      const before = await alerts.config();
      // Keys that were left out must not overwrite what stands.
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const config: AlertConfig = { ...before, ...given };
      await alerts.saveConfig(config);
      // Another chat, another header: what refused us may take it now.
      for (const channel of ['telegram', 'webhook'] as const) {
        if (JSON.stringify(before[channel]) !== JSON.stringify(config[channel])) await alerts.resume(channel);
      }
      service.wake();
      return config;
    },
    'alerts.set-secret': async ({ secret, value }) => {
      if (value === null) await vault.forget(alertSecrets[secret]);
      else {
        checkSecret(secret, value);
        await vault.put(alertSecrets[secret], value);
      }
      await alerts.resume(channelOf[secret]);
      service.wake();
      return {};
    },
    'alerts.test': async ({ channel }, { signal }) => {
      await service.test(channel, signal);
      return {};
    },
    'alerts.retry': async ({ channel, seq }) => {
      const count = await alerts.retryFailed(channel, seq, now());
      await alerts.resume(channel);
      service.wake();
      return { count };
    },
    'alerts.drop': async ({ channel, seq }) => {
      const count = await alerts.drop(channel, seq, now());
      service.wake();
      return { count };
    },
    'alerts.messages': async ({ limit }) => ({ messages: await alerts.messages(limit) }),
  };
}
