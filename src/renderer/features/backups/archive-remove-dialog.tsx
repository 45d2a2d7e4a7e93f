import type { Archive } from '../../../shared/domain/archive.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { DateTime } from '../../ui/time.tsx';
import { toastDone } from '../../ui/toasts.tsx';

/** The last look before an archive is deleted. */
export function ArchiveRemoveDialog({
  archive,
  onClose,
}: {
  readonly archive: Archive;
  readonly onClose: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const size = format.bytes(archive.fileBytes);
  const remove = useAction(async () => {
    await call('archive.remove', { archiveId: archive.id });
    toastDone(t('archives.removed', { size }));
    onClose();
  });
  return (
    <Dialog
      open
      urgent
      size="md"
      onClose={onClose}
      title={t('archives.removeTitle')}
      description={t('archives.removeBody', {
        folder: archive.mountPath,
        service: archive.serviceId,
        size,
      })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" busy={remove.busy} onClick={() => void remove.run()}>
            {t('archives.removeConfirm')}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorPanel error={remove.error} />}
      <p className="text-muted">
        <DateTime at={archive.takenAt} />
      </p>
    </Dialog>
  );
}
