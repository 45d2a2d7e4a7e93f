import { useState } from 'react';
import type { HostView } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { toastDone } from '../../ui/toasts.tsx';

/** Asks before the server stops copying by itself; its copies stay unless told otherwise. */
export function RemoveServerCopyDialog({
  host,
  onClose,
}: {
  readonly host: HostView;
  readonly onClose: () => void;
}) {
  const t = useText();
  const [withCopies, setWithCopies] = useState(false);
  const remove = useAction(async () => {
    await call('server-copy.remove', { hostId: host.id, withCopies });
    toastDone(t('serverCopy.removed', { name: host.name }));
    onClose();
  });
  return (
    <Dialog
      open
      urgent
      size="sm"
      onClose={onClose}
      title={t('serverCopy.removeTitle', { name: host.name })}
      description={t('serverCopy.removeBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" busy={remove.busy} onClick={() => void remove.run()}>
            {t('serverCopy.remove')}
          </Button>
        </>
      }
    >
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={withCopies}
          onChange={(event) => setWithCopies(event.target.checked)}
        />
        {t('serverCopy.withCopies')}
      </label>
      {remove.error && <ErrorPanel error={remove.error} />}
    </Dialog>
  );
}
