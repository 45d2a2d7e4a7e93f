import type { SavedImage } from '../../../../shared/domain/image.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { useFormat } from '../../../ui/format.ts';
import { toastDone } from '../../../ui/toasts.tsx';

/** The last look before a saved image is deleted. */
export function RemoveImageDialog({
  image,
  onClose,
}: {
  readonly image: SavedImage;
  readonly onClose: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const remove = useAction(async () => {
    const { freedBytes } = await call('images.remove', { savedId: image.id });
    toastDone(t('images.removed', { size: format.bytes(freedBytes) }));
    onClose();
  });
  return (
    <Dialog
      open
      urgent
      onClose={onClose}
      title={t('images.removeTitle')}
      description={t('images.removeBody', { image: image.reference, size: format.bytes(image.ownBytes) })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" busy={remove.busy} onClick={() => void remove.run()}>
            {t('images.removeConfirm')}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorPanel error={remove.error} />}
    </Dialog>
  );
}
