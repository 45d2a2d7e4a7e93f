import { FileUp } from 'lucide-react';
import { useState } from 'react';
import type { EnvironmentHistory } from '../../../../shared/domain/environment.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Input, Select, SwitchRow } from '../../../ui/field.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { toastDone } from '../../../ui/toasts.tsx';

const forms = ['passphrase', 'recipient', 'bitwarden'] as const;
type Form = (typeof forms)[number];
const shortest = 12;

/** Writes values into a file: encrypted with age, or plain for a password manager to import. */
export function EnvironmentExportDialog({
  hostId,
  histories,
  onClose,
}: {
  readonly hostId: string;
  readonly histories: readonly EnvironmentHistory[];
  readonly onClose: () => void;
}) {
  const t = useText();
  const [form, setForm] = useState<Form>('passphrase');
  const [historyId, setHistoryId] = useState(histories[0]?.historyId ?? '');
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const [recipient, setRecipient] = useState('');
  const [plain, setPlain] = useState(false);
  const isReady = {
    passphrase: passphrase.length >= shortest && passphrase === repeated,
    recipient: recipient.trim() !== '',
    bitwarden: plain,
  }[form];
  const write = useAction(async () => {
    const { path, keys } = await call(
      'env.export',
      form === 'bitwarden'
        ? { form, hostId, plain }
        : {
            form: 'dotenv-age',
            hostId,
            historyId,
            to:
              form === 'passphrase'
                ? { kind: 'passphrase', passphrase }
                : { kind: 'recipient', recipient: recipient.trim() },
          },
    );
    if (path === null) return;
    toastDone(t('environment.exported', { count: keys, path }));
    onClose();
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('environment.exportTitle')}
      description={t('environment.exportBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant={form === 'bitwarden' ? 'danger' : 'primary'}
            icon={FileUp}
            busy={write.busy}
            disabled={!isReady}
            onClick={() => void write.run()}
          >
            {t('environment.write')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {write.error && <ErrorPanel error={write.error} />}
        <Field label={t('environment.form')} help={t(`environment.formHelp.${form}`)}>
          {(ids) => (
            <Select
              {...ids}
              value={form}
              onChange={(event) => setForm(forms.find((each) => each === event.target.value) ?? form)}
            >
              {forms.map((each) => (
                <option key={each} value={each}>
                  {t(`environment.forms.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {form !== 'bitwarden' && (
          <Field label={t('environment.of')}>
            {(ids) => (
              <Select {...ids} value={historyId} onChange={(event) => setHistoryId(event.target.value)}>
                {histories.map((history) => (
                  <option key={history.historyId} value={history.historyId}>
                    {history.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {form === 'passphrase' && (
          <div className="grid grid-cols-2 gap-3">
            <Field
              label={t('environment.passphrase')}
              error={
                passphrase !== '' && passphrase.length < shortest
                  ? t('settings.storage.passphraseShort')
                  : undefined
              }
            >
              {(ids) => (
                <Input
                  {...ids}
                  type="password"
                  value={passphrase}
                  onChange={(event) => setPassphrase(event.target.value)}
                />
              )}
            </Field>
            <Field
              label={t('environment.repeat')}
              error={repeated !== '' && repeated !== passphrase ? t('environment.differ') : undefined}
            >
              {(ids) => (
                <Input
                  {...ids}
                  type="password"
                  value={repeated}
                  onChange={(event) => setRepeated(event.target.value)}
                />
              )}
            </Field>
          </div>
        )}
        {form === 'recipient' && (
          <Field label={t('environment.recipient')}>
            {(ids) => (
              <Input
                {...ids}
                value={recipient}
                placeholder="age1…"
                className="font-mono text-xs"
                onChange={(event) => setRecipient(event.target.value)}
              />
            )}
          </Field>
        )}
        {form === 'bitwarden' && (
          <SwitchRow label={t('environment.plain')} help={t('environment.plainHelp')}>
            {(ids) => <Switch {...ids} checked={plain} onCheckedChange={setPlain} />}
          </SwitchRow>
        )}
      </div>
    </Dialog>
  );
}
