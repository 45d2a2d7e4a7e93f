import { useText } from '../../app/i18n.ts';
import type { SettingsSection } from '../../app/router.ts';
import { Page } from '../../ui/page.tsx';

export function SettingsScreen({ section }: { readonly section: SettingsSection }) {
  const t = useText();
  return (
    <Page mode="fill" title={t('shell.screens.settings')} subtitle={t(`settings.sections.${section}`)}>
      <p className="text-muted">{t('settings.about.body')}</p>
    </Page>
  );
}
