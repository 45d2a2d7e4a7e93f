import { Dialog } from '../ui/dialog.tsx';
import { useText } from './i18n.ts';

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  return (
    <Dialog open onClose={onClose} title={t('shell.palette.title')}>
      <p className="text-muted">{t('shell.palette.empty')}</p>
    </Dialog>
  );
}
