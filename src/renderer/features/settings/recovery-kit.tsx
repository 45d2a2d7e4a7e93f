import { FileKey2 } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';

/** Core writes the kit straight to the file that the person chooses: its key is never here. */
export function RecoveryKit() {
  const t = useText();
  const [path, setPath] = useState<string | null>(null);
  const save = useAction(async () => setPath((await call('vault.save-recovery-kit', {})).path));
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-4">
      <div className="flex items-center gap-4">
        <p className="min-w-0 flex-1 text-muted">{t('settings.vault.kitHelp')}</p>
        <Button icon={FileKey2} busy={save.busy} onClick={() => void save.run()}>
          {t('settings.vault.kit')}
        </Button>
      </div>
      {path !== null && (
        <p role="status" className="break-all text-up">
          {t('settings.vault.kitSaved', { path })}
        </p>
      )}
      {save.error && <ErrorPanel error={save.error} />}
    </div>
  );
}

/** The way in when the passphrase is lost, or the vault came from another laptop. */
export function RecoverVault() {
  const t = useText();
  const [recoveryKey, setRecoveryKey] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const recover = useAction(async () => {
    // As with the passphrase: kept no longer than it takes to hand it over.
    const given = { recoveryKey, passphrase };
    setRecoveryKey('');
    setPassphrase('');
    await call('vault.recover', given);
  });
  return (
    <details className="border-t border-line pt-4" open={recover.error !== null || undefined}>
      <summary className="w-fit cursor-pointer rounded text-muted">
        {t('settings.vault.recoverTitle')}
      </summary>
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void recover.run();
        }}
      >
        <Field label={t('settings.vault.recoveryKey')} help={t('settings.vault.recoveryKeyHelp')}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              className="font-mono text-xs"
              value={recoveryKey}
              onChange={(event) => setRecoveryKey(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('settings.vault.newPassphrase')} help={t('settings.vault.passphraseHelp')}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          )}
        </Field>
        {recover.error && <ErrorPanel error={recover.error} />}
        <div>
          <Button
            type="submit"
            busy={recover.busy}
            disabled={(recoveryKey === '' || passphrase === '') && !recover.busy}
          >
            {t('settings.vault.recover')}
          </Button>
        </div>
      </form>
    </details>
  );
}
