import { KeyRound, Lock, LockOpen, Trash2 } from 'lucide-react';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { useAppStatus } from '../../stores/settings.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { DateTime } from '../../ui/time.tsx';
import { RecoverVault, RecoveryKit } from './recovery-kit.tsx';
import { CreateVault, UnlockVault } from './vault-forms.tsx';

const icons = { absent: KeyRound, locked: Lock, open: LockOpen };

export function VaultSettings() {
  const t = useText();
  const app = useAppStatus();
  const lock = useAction(() => call('vault.lock', {}));
  if (!app) return null;
  const Icon = icons[app.vault];
  return (
    <div className="flex flex-col gap-5">
      <Card className="flex flex-col gap-4">
        <div className="flex items-start gap-3">
          <span className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-accent-soft">
            <Icon aria-hidden className="size-[1.125rem] text-accent" />
          </span>
          <div className="min-w-0 flex-1">
            <h2 className="text-base font-semibold">{t(`settings.vault.${app.vault}Title`)}</h2>
            <p className="text-muted">{t(`settings.vault.${app.vault}Body`)}</p>
          </div>
          {app.vault === 'open' && (
            <Button icon={Lock} busy={lock.busy} onClick={() => void lock.run()}>
              {t('settings.vault.lock')}
            </Button>
          )}
        </div>
        {lock.error && <ErrorPanel error={lock.error} />}
        {app.vault === 'absent' && <CreateVault keyring={app.keyring} />}
        {app.vault === 'locked' && <UnlockVault />}
        {app.vault === 'locked' && <RecoverVault />}
        {app.vault === 'open' && <RecoveryKit />}
      </Card>
      {app.vault === 'open' && <Secrets />}
    </div>
  );
}

/** Names and dates; there is no way to read a value back. */
function Secrets() {
  const t = useText();
  const list = useQuery('vault.list', {});
  const forget = useAction(async (name: string) => {
    await call('vault.forget', { name });
    list.reload();
  });
  const error = list.error ?? forget.error;
  return (
    <Section title={t('settings.vault.secrets')}>
      {error && <ErrorPanel error={error} onRetry={list.error ? list.reload : undefined} />}
      {list.data?.secrets.length === 0 && <p className="text-muted">{t('settings.vault.empty')}</p>}
      {list.data && list.data.secrets.length > 0 && (
        <Table
          label={t('settings.vault.secrets')}
          columns={[
            { title: t('settings.vault.name') },
            { title: t('settings.vault.changed'), className: 'w-48' },
            { title: t('settings.vault.remove'), className: 'w-16 text-center' },
          ]}
        >
          {list.data.secrets.map(({ name, changedAt }) => (
            <Row key={name}>
              <Cell className="align-middle font-mono text-xs break-all">{name}</Cell>
              <Cell className="align-middle text-muted">
                <DateTime at={changedAt} />
              </Cell>
              <Cell className="py-1 text-center">
                <IconButton
                  icon={Trash2}
                  label={t('settings.vault.forget', { name })}
                  busy={forget.busy}
                  onClick={() => void forget.run(name)}
                />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}
