import { useState } from 'react';
import type { ActionRequest } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toastDone } from '../../ui/toasts.tsx';

interface ServiceActionDialogProps {
  readonly request: ActionRequest;
  readonly onClose: () => void;
}

/** Shows what an action stands for, and asks for the reason, before anything is done. */
export function ServiceActionDialog({ request, onClose }: ServiceActionDialogProps) {
  const t = useText();
  const { tile, action, incidentId } = request;
  const target = { hostId: tile.hostId, serviceId: tile.serviceId, action };
  const preview = useQuery('services.preview', target);
  const [reason, setReason] = useState('');
  const act = useAction(async () => {
    await call('services.act', { ...target, reason, ...(incidentId ? { incidentId } : {}) });
    toastDone(t(`services.act.${action}Done`, { name: tile.name }));
    onClose();
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`services.act.${action}Title`, { name: tile.name })}
      description={t(`services.act.${action}Body`)}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            form="service-action"
            variant={action === 'stop' ? 'danger' : 'primary'}
            busy={act.busy}
            disabled={preview.data === null}
          >
            {t(`services.act.${action}`)}
          </Button>
        </>
      }
    >
      <form
        id="service-action"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void act.run();
        }}
      >
        <p className="text-xs font-medium text-muted">{t('common.commands')}</p>
        {preview.data && <CommandPreview commands={preview.data.commands} className="-mt-2" />}
        {preview.loading && !preview.data && <Skeleton className="-mt-2 h-10" />}
        {preview.error && <ErrorPanel error={preview.error} onRetry={preview.reload} />}
        <Field
          label={`${t('services.act.reason')} (${t('common.optional')})`}
          help={incidentId ? t('services.act.intoIncident') : t(`services.act.${action}ReasonHelp`)}
        >
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {act.error && <ErrorPanel error={act.error} />}
      </form>
    </Dialog>
  );
}
