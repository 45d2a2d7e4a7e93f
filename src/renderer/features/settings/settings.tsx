import { Tabs } from 'radix-ui';
import { useText } from '../../app/i18n.ts';
import { go, type SettingsSection } from '../../app/router.ts';
import { Page } from '../../ui/page.tsx';
import { AlertSettings } from '../alerts/alert-settings.tsx';
import { AboutSettings } from './about-settings.tsx';
import { GeneralSettings } from './general-settings.tsx';
import { ServerSettings } from './server-settings.tsx';
import { VaultSettings } from './vault-settings.tsx';

const sections: readonly SettingsSection[] = ['general', 'servers', 'alerts', 'vault', 'about'];
const contents: Record<SettingsSection, () => React.JSX.Element | null> = {
  general: GeneralSettings,
  servers: ServerSettings,
  alerts: AlertSettings,
  vault: VaultSettings,
  about: AboutSettings,
};

export function SettingsScreen({ section }: { readonly section: SettingsSection }) {
  const t = useText();
  const Content = contents[section];
  return (
    <Page title={t('shell.screens.settings')}>
      <Tabs.Root
        orientation="vertical"
        value={section}
        onValueChange={(next) => go({ screen: 'settings', section: next as SettingsSection })}
        className="flex items-start gap-6"
      >
        <Tabs.List
          aria-label={t('shell.screens.settings')}
          className="sticky top-0 flex w-44 shrink-0 flex-col gap-0.5"
        >
          {sections.map((name) => (
            <Tabs.Trigger
              key={name}
              value={name}
              className="h-9 rounded-md px-2.5 text-left text-muted hover:bg-line/50 hover:text-ink data-[state=active]:bg-accent-soft data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {t(`settings.sections.${name}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={section} className="max-w-3xl min-w-0 flex-1">
          <Content />
        </Tabs.Content>
      </Tabs.Root>
    </Page>
  );
}
