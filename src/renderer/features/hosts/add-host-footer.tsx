import { useText } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';

export function AddHostFooter({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  return (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" type="submit" form="add-host">
        {t('hosts.add.test')}
      </Button>
    </>
  );
}
