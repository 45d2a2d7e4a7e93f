import { KeyRound, Plus, Save, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { AgeRecipient, type Settings } from '../../../shared/domain/settings.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useSettings } from '../../stores/settings.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, Select, SwitchRow } from '../../ui/field.tsx';
import { Card } from '../../ui/page.tsx';
import { Switch } from '../../ui/switch.tsx';
import { toastDone } from '../../ui/toasts.tsx';

const ways: readonly Settings['backupEncryption'][] = ['off', 'key', 'passphrase'];
const shortest = 12;

/** How new backups are stored: with zstd, and encrypted to keys or by a passphrase. Older ones stay as they are. */
export function BackupStorage() {
  const t = useText();
  const settings = useSettings();
  const update = useAction((change: Partial<Settings>) => call('app.update-settings', change));
  return (
    <Card className="flex flex-col gap-4">
      {update.error && <ErrorPanel error={update.error} />}
      <SwitchRow label={t('settings.storage.compress')} help={t('settings.storage.compressHelp')}>
        {(ids) => (
          <Switch
            {...ids}
            checked={settings.backupCompression}
            onCheckedChange={(backupCompression) => void update.run({ backupCompression })}
          />
        )}
      </SwitchRow>
      <Field label={t('settings.storage.encryption')} help={t('settings.storage.encryptionHelp')}>
        {(ids) => (
          <Select
            {...ids}
            value={settings.backupEncryption}
            onChange={(event) => {
              const backupEncryption = ways.find((way) => way === event.target.value);
              if (backupEncryption) void update.run({ backupEncryption });
            }}
          >
            {ways.map((way) => (
              <option key={way} value={way}>
                {t(`settings.storage.ways.${way}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {settings.backupEncryption === 'key' && <Keys recipients={settings.backupRecipients} />}
      {settings.backupEncryption === 'passphrase' && <PassphraseForm />}
      <TransferLimit key={settings.transferLimitMbit} limit={settings.transferLimitMbit} />
    </Card>
  );
}

/** What transfers may take of a line that others use too. */
function TransferLimit({ limit }: { readonly limit: number | null }) {
  const t = useText();
  const [typed, setTyped] = useState(limit === null ? '' : String(limit));
  const save = useAction((transferLimitMbit: number | null) =>
    call('app.update-settings', { transferLimitMbit }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save.run(typed.trim() === '' ? null : Number(typed));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {save.error && <ErrorPanel error={save.error} />}
      <Field label={t('settings.storage.limit')} help={t('settings.storage.limitHelp')}>
        {(ids) => (
          <div className="flex gap-2">
            <Input
              {...ids}
              type="number"
              min={1}
              max={10_000}
              step="any"
              placeholder={t('settings.storage.noLimit')}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className="w-40"
            />
            <Button
              type="submit"
              icon={Save}
              busy={save.busy}
              disabled={typed.trim() === (limit === null ? '' : String(limit))}
            >
              {t('common.save')}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}

function Keys({ recipients }: { readonly recipients: readonly string[] }) {
  const t = useText();
  const [added, setAdded] = useState('');
  const make = useAction(async () => {
    await call('backup-key.make', {});
    toastDone(t('settings.storage.made'));
  });
  const save = useAction(async () => {
    const { path } = await call('backup-key.save', {});
    if (path !== null) toastDone(t('settings.storage.keySaved', { path }));
  });
  const change = useAction(async (backupRecipients: string[]) => {
    await call('app.update-settings', { backupRecipients });
    setAdded('');
  });
  const error = make.error ?? save.error ?? change.error;
  const isKey = AgeRecipient.safeParse(added).success;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isKey) void change.run([...new Set([...recipients, added.trim()])]);
  };
  return (
    <div className="flex flex-col gap-3">
      {error && <ErrorPanel error={error} />}
      {recipients.length === 0 && <p className="text-degraded">{t('settings.storage.noKey')}</p>}
      <ul aria-label={t('settings.storage.recipients')} className="flex flex-col gap-1">
        {recipients.map((recipient) => (
          <li key={recipient} className="flex items-center gap-2 rounded-lg bg-canvas px-3 py-1">
            <span className="min-w-0 flex-1 font-mono text-xs break-all">{recipient}</span>
            <IconButton
              icon={X}
              label={t('settings.storage.removeRecipient')}
              onClick={() => void change.run(recipients.filter((each) => each !== recipient))}
            />
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex items-end gap-2">
        <Field label={t('settings.storage.addRecipient')} className="flex-1">
          {(ids) => (
            <Input
              {...ids}
              placeholder="age1…"
              className="font-mono text-xs"
              value={added}
              onChange={(event) => setAdded(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" icon={Plus} disabled={!isKey} busy={change.busy}>
          {t('settings.storage.add')}
        </Button>
      </form>
      <div className="flex flex-wrap gap-2">
        <Button icon={KeyRound} busy={make.busy} onClick={() => void make.run()}>
          {t('settings.storage.make')}
        </Button>
        <Button icon={Save} busy={save.busy} onClick={() => void save.run()}>
          {t('settings.storage.saveKey')}
        </Button>
      </div>
      <p className="text-xs text-faint">{t('settings.storage.keyHelp')}</p>
      <AddIdentity />
    </div>
  );
}

/** A key of another laptop. The window keeps it no longer than it takes to hand it over. */
function AddIdentity() {
  const t = useText();
  const [identity, setIdentity] = useState('');
  const add = useAction(async () => {
    const given = identity;
    setIdentity('');
    await call('backup-key.add', { identity: given });
    toastDone(t('settings.storage.identityAdded'));
  });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (identity !== '') void add.run();
      }}
    >
      {add.error && <ErrorPanel error={add.error} />}
      <div className="flex items-end gap-2">
        <Field
          label={t('settings.storage.addIdentity')}
          help={t('settings.storage.addIdentityHelp')}
          className="flex-1"
        >
          {(ids) => (
            <Input
              {...ids}
              type="password"
              placeholder="AGE-SECRET-KEY-…"
              value={identity}
              onChange={(event) => setIdentity(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" icon={Plus} disabled={identity === ''} busy={add.busy}>
          {t('settings.storage.add')}
        </Button>
      </div>
    </form>
  );
}

function PassphraseForm() {
  const t = useText();
  const [passphrase, setPassphrase] = useState('');
  const set = useAction(async () => {
    const given = passphrase;
    setPassphrase('');
    await call('backup-key.set-passphrase', { passphrase: given });
    toastDone(t('settings.storage.passphraseSet'));
  });
  const isShort = passphrase !== '' && passphrase.length < shortest;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase.length >= shortest) void set.run();
      }}
    >
      {set.error && <ErrorPanel error={set.error} />}
      <div className="flex items-end gap-2">
        <Field
          label={t('settings.storage.passphrase')}
          help={t('settings.storage.passphraseHelp')}
          error={isShort ? t('settings.storage.passphraseShort') : undefined}
          className="flex-1"
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
        <Button type="submit" icon={Save} disabled={passphrase.length < shortest} busy={set.busy}>
          {t('settings.storage.setPassphrase')}
        </Button>
      </div>
    </form>
  );
}
