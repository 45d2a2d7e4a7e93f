import { type FormEvent, useState } from 'react';
import { type AlertsView, ChatId } from '../../../shared/domain/alerts.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { toastDone } from '../../ui/toasts.tsx';

/** The bot's token goes into the vault and never comes back; the chat is no secret. */
export function TelegramForm({ view }: { readonly view: AlertsView }) {
  const t = useText();
  const { telegram } = view.config;
  const [token, setToken] = useState('');
  const [chatId, setChatId] = useState(telegram.chatId);
  const [topic, setTopic] = useState(telegram.topicId === null ? '' : String(telegram.topicId));
  const chatOk = chatId.trim() === '' || ChatId.safeParse(chatId.trim()).success;
  const topicOk = topic.trim() === '' || /^[1-9]\d{0,9}$/.test(topic.trim());
  const save = useAction(async () => {
    // The window keeps a secret no longer than it takes to hand it over, whether it was right or not.
    const given = token.trim();
    setToken('');
    if (given !== '') await call('alerts.set-secret', { secret: 'telegram-token', value: given });
    const topicId = topic.trim() === '' ? null : Number(topic);
    // Set up for the first time, it is meant to be used.
    const enabled = telegram.enabled || telegram.chatId === '';
    await call('alerts.configure', { telegram: { enabled, chatId: chatId.trim(), topicId } });
    toastDone(t('alerts.saved'));
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chatOk && topicOk) void save.run();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div className="grid grid-cols-4 gap-3">
        <Field label={t('alerts.token')} help={t('alerts.tokenHelp')} className="col-span-4">
          {(ids) => (
            <Input
              {...ids}
              type="password"
              value={token}
              placeholder={view.secrets?.['telegram-token'] ? t('alerts.stored') : ''}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('alerts.chatId')}
          help={t('alerts.chatIdHelp')}
          error={chatOk ? undefined : t('alerts.chatIdWrong')}
          className="col-span-2"
        >
          {(ids) => <Input {...ids} value={chatId} onChange={(event) => setChatId(event.target.value)} />}
        </Field>
        <Field
          label={t('alerts.topicId')}
          help={t('alerts.topicIdHelp')}
          error={topicOk ? undefined : t('alerts.topicIdWrong')}
          className="col-span-2"
        >
          {(ids) => <Input {...ids} value={topic} onChange={(event) => setTopic(event.target.value)} />}
        </Field>
      </div>
      {save.error && <ErrorPanel error={save.error} />}
      <div>
        <Button type="submit" busy={save.busy}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
