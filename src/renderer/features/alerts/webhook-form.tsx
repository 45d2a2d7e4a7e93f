import { type FormEvent, useState } from 'react';
import type { AlertsView } from '../../../shared/domain/alerts.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { toastDone } from '../../ui/toasts.tsx';

/** The address may hold a secret in its path: it goes into the vault, and only its beginning is shown. */
export function WebhookForm({ view }: { readonly view: AlertsView }) {
  const t = useText();
  const { webhook } = view.config;
  const [url, setUrl] = useState('');
  const [header, setHeader] = useState(webhook.secretHeader);
  const [value, setValue] = useState('');
  const headerOk = /^[A-Za-z0-9_-]{0,64}$/.test(header.trim());
  const save = useAction(async () => {
    const given = { url: url.trim(), value: value.trim() };
    setUrl('');
    setValue('');
    const isFirst = view.secrets?.['webhook-url'] !== true && given.url !== '';
    if (given.url !== '') await call('alerts.set-secret', { secret: 'webhook-url', value: given.url });
    if (given.value !== '') await call('alerts.set-secret', { secret: 'webhook-header', value: given.value });
    const enabled = webhook.enabled || isFirst;
    await call('alerts.configure', { webhook: { enabled, secretHeader: header.trim() } });
    toastDone(t('alerts.saved'));
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (headerOk) void save.run();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('alerts.url')} help={t('alerts.urlHelp')} className="col-span-2">
          {(ids) => (
            <Input
              {...ids}
              type="password"
              value={url}
              placeholder={view.webhookOrigin ? t('alerts.urlStored', { origin: view.webhookOrigin }) : ''}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('alerts.header')}
          help={t('alerts.headerHelp')}
          error={headerOk ? undefined : t('alerts.headerWrong')}
        >
          {(ids) => <Input {...ids} value={header} onChange={(event) => setHeader(event.target.value)} />}
        </Field>
        <Field label={t('alerts.headerValue')} help={t('alerts.headerValueHelp')}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              value={value}
              placeholder={view.secrets?.['webhook-header'] ? t('alerts.stored') : ''}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
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
