import { BellRing, CircleCheck, type LucideIcon, Send, Webhook } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AlertChannel, ChannelView } from '../../../shared/domain/alerts.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card } from '../../ui/page.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { ChannelState } from './channel-state.tsx';

const icons: Record<AlertChannel, LucideIcon> = { desktop: BellRing, telegram: Send, webhook: Webhook };

/** One channel: how it stands, its switch, its Test button, and what it needs to know. */
export function ChannelCard({
  view,
  enabled,
  onEnable,
  children,
}: {
  readonly view: ChannelView;
  readonly enabled: boolean;
  readonly onEnable: (enabled: boolean) => Promise<unknown>;
  readonly children?: ReactNode;
}) {
  const t = useText();
  const [isSent, setSent] = useState(false);
  const { channel } = view;
  const name = t(`alerts.channels.${channel}`);
  const Icon = icons[channel];
  const enable = useAction(onEnable);
  const test = useAction(async () => {
    setSent(false);
    await call('alerts.test', { channel });
    setSent(true);
  });
  // The test's own answer is newer than what stopped the channel.
  const error = enable.error ?? test.error ?? view.error;
  const needsVault =
    view.state === 'locked' || error?.code.startsWith('vault.') || error?.code === 'alerts.vault-locked';
  return (
    <Card className="flex flex-col gap-3">
      <section aria-label={name} className="flex flex-col gap-3">
        <div className="flex items-start gap-3">
          <span className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-accent-soft">
            <Icon aria-hidden className="size-[1.125rem] text-accent" />
          </span>
          <div className="min-w-0 flex-1">
            <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
              {name}
              <ChannelState state={view.state} />
            </h2>
            <p className="text-muted">{t(`alerts.about.${channel}`)}</p>
          </div>
          <Button
            icon={Send}
            busy={test.busy}
            onClick={() => void test.run()}
            aria-label={t('alerts.testOf', { channel: name })}
          >
            {t('alerts.test')}
          </Button>
          <span className="pt-1.5">
            <Switch
              aria-label={t('alerts.enable', { channel: name })}
              checked={enabled}
              onCheckedChange={(next) => void enable.run(next)}
            />
          </span>
        </div>
        {error && (
          <ErrorPanel error={error} onDismiss={test.error ? test.clear : undefined}>
            {needsVault && (
              <Button size="sm" className="mt-2" onClick={() => go({ screen: 'settings', section: 'vault' })}>
                {t('alerts.openVault')}
              </Button>
            )}
          </ErrorPanel>
        )}
        {isSent && !test.busy && !test.error && (
          <p role="status" className="flex items-center gap-1.5 font-medium text-up">
            <CircleCheck aria-hidden className="size-4" />
            {t('alerts.testSent')}
          </p>
        )}
        <Counts view={view} />
        {children}
      </section>
    </Card>
  );
}

function Counts({ view }: { readonly view: ChannelView }) {
  const t = useText();
  const format = useFormat();
  const parts = [
    ...(view.waiting > 0 ? [t('alerts.waiting', { count: view.waiting })] : []),
    ...(view.nextAttemptAt !== null
      ? [t('alerts.nextAttempt', { time: format.shortDateTime(view.nextAttemptAt, Date.now()) })]
      : []),
    ...(view.failed > 0 ? [t('alerts.failed', { count: view.failed })] : []),
    ...(view.dropped > 0 ? [t('alerts.dropped', { count: view.dropped })] : []),
  ];
  if (parts.length === 0 && view.lastSentAt === null) return null;
  return (
    <p className="text-xs text-muted">
      {parts.join(' · ')}
      {view.lastSentAt !== null && (
        <>
          {parts.length > 0 && ' · '}
          {t('alerts.lastSent')} <TimeAgo at={view.lastSentAt} />
        </>
      )}
    </p>
  );
}
