import type { AlertChannel } from '../../../shared/domain/alerts.ts';
import { call } from '../../bridge/ronda.ts';
import { useAlerts } from '../../stores/alerts.ts';
import { useSettings } from '../../stores/settings.ts';
import { SilenceList } from '../silences/silence-list.tsx';
import { ChannelCard } from './channel-card.tsx';
import { OutboxList } from './outbox-list.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { RoutingMatrix } from './routing-matrix.tsx';
import { TelegramForm } from './telegram-form.tsx';
import { WebhookForm } from './webhook-form.tsx';

/** How alerts reach people: the channels, who hears of what, when it is quiet, and what became of each message. */
export function AlertSettings() {
  const view = useAlerts();
  const { notifications } = useSettings();
  if (!view) return null;
  const { telegram, webhook } = view.config;
  const enabled: Record<AlertChannel, boolean> = {
    desktop: notifications,
    telegram: telegram.enabled,
    webhook: webhook.enabled,
  };
  const enable: Record<AlertChannel, (isOn: boolean) => Promise<unknown>> = {
    desktop: (isOn) => call('app.update-settings', { notifications: isOn }),
    telegram: (isOn) => call('alerts.configure', { telegram: { ...telegram, enabled: isOn } }),
    webhook: (isOn) => call('alerts.configure', { webhook: { ...webhook, enabled: isOn } }),
  };
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-3">
        {view.channels.map((channel) => (
          <ChannelCard
            key={channel.channel}
            view={channel}
            enabled={enabled[channel.channel]}
            onEnable={enable[channel.channel]}
          >
            {channel.channel === 'telegram' && <TelegramForm key={telegram.chatId} view={view} />}
            {channel.channel === 'webhook' && <WebhookForm view={view} />}
          </ChannelCard>
        ))}
      </div>
      <RoutingMatrix config={view.config} />
      <QuietHours view={view} />
      <SilenceList />
      <OutboxList view={view} />
    </div>
  );
}
