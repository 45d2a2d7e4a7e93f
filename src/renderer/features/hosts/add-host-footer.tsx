import { useText } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';

export function AddHostFooter({ busy, onClose }: { readonly busy: boolean; readonly onClose: () => void }) {
  const t = useText();
  return (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" type="submit" form="add-host" busy={busy}>
        {t('hosts.add.submit')}
      </Button>
    </>
  );
}
