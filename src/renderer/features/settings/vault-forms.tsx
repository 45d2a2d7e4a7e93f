import { type FormEvent, useState } from 'react';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, SwitchRow } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';

/** What core asks of a passphrase. */
const shortest = 8;

/** A new vault: its key kept by a trusted keyring, or by a passphrase where there is none. */
export function CreateVault({ keyring }: { readonly keyring: boolean }) {
  const t = useText();
  const [useKeyring, setUseKeyring] = useState(keyring);
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const [tried, setTried] = useState(false);
  const create = useAction(() => call('vault.create', { passphrase: useKeyring ? null : passphrase }));
  const tooShort = !useKeyring && passphrase.length < shortest;
  const different = !useKeyring && passphrase !== repeated;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!tooShort && !different) void create.run();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {keyring ? (
        <SwitchRow label={t('settings.vault.useKeyring')} help={t('settings.vault.useKeyringHelp')}>
          {(ids) => <Switch {...ids} checked={useKeyring} onCheckedChange={setUseKeyring} />}
        </SwitchRow>
      ) : (
        <p>{t('settings.vault.noKeyring')}</p>
      )}
      {!useKeyring && (
        <div className="grid grid-cols-2 gap-3">
          <Field
            label={t('settings.vault.passphrase')}
            help={t('settings.vault.passphraseHelp')}
            error={tried && tooShort ? t('settings.vault.tooShort') : undefined}
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
            label={t('settings.vault.repeat')}
            error={tried && different ? t('settings.vault.different') : undefined}
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
      {create.error && <ErrorPanel error={create.error} />}
      <div>
        <Button type="submit" variant="primary" busy={create.busy}>
          {t('settings.vault.create')}
        </Button>
      </div>
    </form>
  );
}

export function UnlockVault() {
  const t = useText();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useAction(async () => {
    // The window keeps a secret no longer than it takes to hand it over, whether it was right or not.
    const given = passphrase;
    setPassphrase('');
    await call('vault.unlock', { passphrase: given });
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '') void unlock.run();
      }}
    >
      <div className="flex items-end gap-2">
        <Field label={t('settings.vault.passphrase')} className="w-80">
          {(ids) => (
            <Input
              {...ids}
              type="password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          variant="primary"
          busy={unlock.busy}
          disabled={passphrase === '' && !unlock.busy}
        >
          {t('settings.vault.unlock')}
        </Button>
      </div>
      {unlock.error && <ErrorPanel error={unlock.error} />}
    </form>
  );
}
