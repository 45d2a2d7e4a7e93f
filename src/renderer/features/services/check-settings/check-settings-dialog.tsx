import { useText } from '../../../app/i18n.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { CheckForm } from './check-form.tsx';

/** What may be set of each check of a service, beside its manual. */
export function CheckSettingsDialog({
  hostId,
  serviceId,
  name,
  onClose,
}: {
  readonly hostId: string;
  readonly serviceId: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const t = useText();
  const settings = useQuery('health.check-settings', { hostId, serviceId });
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('checkSettings.title', { name })}
      description={t('checkSettings.body')}
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <div className="flex flex-col gap-4">
        {settings.error && <ErrorPanel error={settings.error} onRetry={settings.reload} />}
        {!settings.data && settings.loading && <Skeleton className="h-40" />}
        {settings.data?.checks.map((check) => (
          <CheckForm
            // What was saved is what the form begins with again.
            key={`${check.checkId} ${JSON.stringify(check.changed)}`}
            hostId={hostId}
            serviceId={serviceId}
            check={check}
            onSaved={settings.reload}
          />
        ))}
      </div>
    </Dialog>
  );
}
