import { CircleCheck, CircleDotDashed, CircleX, LoaderCircle, RotateCw, Trash2, X } from 'lucide-react';
import {
  type AlertChannel,
  type AlertMessage,
  type AlertsView,
  alertChannels,
} from '../../../shared/domain/alerts.ts';
import { errorText } from '../../../shared/errors.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Section } from '../../ui/page.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { DateTime } from '../../ui/time.tsx';
import { SeverityBadge } from '../incidents/severity-badge.tsx';

const looks = {
  waiting: { icon: CircleDotDashed, text: 'text-degraded' },
  sending: { icon: LoaderCircle, text: 'text-muted' },
  sent: { icon: CircleCheck, text: 'text-up' },
  failed: { icon: CircleX, text: 'text-down' },
  dropped: { icon: X, text: 'text-faint' },
};

/** Every message of late and what became of it, newest first. */
export function OutboxList({ view }: { readonly view: AlertsView }) {
  const t = useText();
  // Whatever moves in the outbox moves the published view, so it says when to ask again.
  const list = useQuery('alerts.messages', { limit: 50 }, view);
  const messages = list.data?.messages ?? [];
  const retry = useAction(async (channels: readonly AlertChannel[], seq: number | null) => {
    for (const channel of channels) await call('alerts.retry', { channel, seq });
    list.reload();
  });
  const drop = useAction(async (channel: AlertChannel, seq: number) => {
    await call('alerts.drop', { channel, seq });
    list.reload();
  });
  const error = list.error ?? retry.error ?? drop.error;
  const failing = alertChannels.filter((channel) =>
    view.channels.some((each) => each.channel === channel && each.failed > 0),
  );
  return (
    <Section
      title={t('alerts.outbox')}
      actions={
        failing.length > 0 && (
          <Button size="sm" icon={RotateCw} busy={retry.busy} onClick={() => void retry.run(failing, null)}>
            {t('alerts.retryAll')}
          </Button>
        )
      }
    >
      {error && <ErrorPanel error={error} />}
      {list.data && messages.length === 0 && <p className="text-muted">{t('alerts.outboxEmpty')}</p>}
      {messages.length > 0 && (
        <Table
          tall
          label={t('alerts.outbox')}
          columns={[
            { title: t('alerts.message') },
            { title: t('alerts.channel') },
            { title: t('alerts.when') },
            { title: t('alerts.messageState') },
            { title: t('alerts.retryAll'), hidden: true },
          ]}
        >
          {messages.map((message) => (
            <MessageRow
              key={message.seq}
              message={message}
              onRetry={() => void retry.run([message.channel], message.seq)}
              onDrop={() => void drop.run(message.channel, message.seq)}
            />
          ))}
        </Table>
      )}
    </Section>
  );
}

function MessageRow({
  message,
  onRetry,
  onDrop,
}: {
  readonly message: AlertMessage;
  readonly onRetry: () => void;
  readonly onDrop: () => void;
}) {
  const t = useText();
  const language = useLanguage();
  const { title, state, error, attempts } = message;
  const look = looks[state];
  const more = [
    ...(message.unsure && state !== 'sent' ? [t('alerts.unsure')] : []),
    ...(attempts > 1 ? [t('alerts.attempts', { count: attempts })] : []),
  ];
  return (
    <Row>
      <Cell>
        <div className="flex items-start gap-2">
          <SeverityBadge severity={message.severity} />
          <div className="min-w-0">
            <p className="break-words">{title}</p>
            {error && state !== 'dropped' && (
              <p className="text-xs break-words text-muted">{errorText(error, language).message}</p>
            )}
          </div>
        </div>
      </Cell>
      <Cell className="whitespace-nowrap text-muted">{t(`alerts.channels.${message.channel}`)}</Cell>
      <Cell className="whitespace-nowrap text-muted">
        <DateTime short at={message.createdAt} />
      </Cell>
      <Cell className="whitespace-nowrap">
        <span className={classes('flex items-center gap-1.5', look.text)}>
          <look.icon aria-hidden className="size-4" />
          {t(`alerts.states.${state}`)}
        </span>
        {more.length > 0 && <span className="text-xs text-faint">{more.join(' · ')}</span>}
      </Cell>
      <Cell className="py-1 text-right whitespace-nowrap">
        {state === 'failed' && (
          <IconButton icon={RotateCw} label={t('alerts.retryOne', { title })} onClick={onRetry} />
        )}
        {(state === 'failed' || state === 'waiting') && (
          <IconButton icon={Trash2} label={t('alerts.dropOne', { title })} onClick={onDrop} />
        )}
      </Cell>
    </Row>
  );
}
