import { useText } from '../../app/i18n.ts';
import { Page } from '../../ui/page.tsx';

export function Manual() {
  const t = useText();
  return (
    <Page title={t('shell.screens.manual')}>
      <p className="text-muted">{t('manual.intro')}</p>
    </Page>
  );
}
