import { RotateCcw } from 'lucide-react';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useAppStatus } from '../../stores/settings.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Card } from '../../ui/page.tsx';
import { toastDone } from '../../ui/toasts.tsx';

export function AboutSettings() {
  const t = useText();
  const app = useAppStatus();
  const restore = useAction(async () => {
    const { copyFrom } = await call('app.restore-state', {});
    toastDone(t('settings.about.restoreStateDone', { copy: copyFrom }));
  });
  if (!app) return null;
  const lease = app.isLeaseHolder
    ? t('settings.about.leaseHere')
    : app.leaseHolder === null
      ? t('settings.about.leaseNone')
      : t('settings.about.leaseElsewhere', { holder: app.leaseHolder });
  const damaged = app.notices.some((notice) => notice.code.startsWith('state.'));
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex items-center gap-3.5">
        <Logo className="size-10" />
        <div>
          <p className="text-lg font-semibold">{t('common.appName')}</p>
          <p className="text-muted">{t('settings.about.body')}</p>
        </div>
      </div>
      <dl className="grid grid-cols-[10rem_minmax(0,1fr)] gap-x-4 gap-y-2">
        <Fact name={t('settings.about.version')} value={app.version} />
        <Fact mono name={t('settings.about.home')} value={app.home} />
        <Fact mono name={t('settings.about.backupFolder')} value={app.backupFolder} />
        <Fact name={t('settings.about.lease')} value={lease} />
        <Fact
          name={t('settings.about.keyring')}
          value={t(app.keyring ? 'settings.about.keyringYes' : 'settings.about.keyringNo')}
        />
      </dl>
      {restore.error && <ErrorPanel error={restore.error} />}
      {damaged && (
        <div>
          <Button icon={RotateCcw} busy={restore.busy} onClick={() => void restore.run()}>
            {t('settings.about.restoreState')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Fact({
  name,
  value,
  mono = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly mono?: boolean;
}) {
  return (
    <>
      <dt className="text-xs leading-5 text-faint">{name}</dt>
      <dd className={mono ? 'font-mono text-xs leading-5 break-all' : 'break-words'}>{value}</dd>
    </>
  );
}
