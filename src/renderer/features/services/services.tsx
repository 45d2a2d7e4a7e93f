import { useText } from '../../app/i18n.ts';
import { Page } from '../../ui/page.tsx';

export function Services(_props: { readonly serviceId: string | null }) {
  const t = useText();
  return (
    <Page mode="fill" title={t('shell.screens.services')}>
      <p className="text-muted">{t('services.choose')}</p>
    </Page>
  );
}
