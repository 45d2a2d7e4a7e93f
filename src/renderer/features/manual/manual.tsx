import { BookOpenText } from 'lucide-react';
import { useState } from 'react';
import { localText } from '../../../shared/domain/profile.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { useProfile, useSelectedHost } from '../../stores/hosts.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { IncidentManual } from './incident-manual.tsx';
import { MaintenanceManual, ScalingManual } from './task-manual.tsx';
import { BackupManual, LogManual, MonitoringManual } from './watch-manual.tsx';

const parts = {
  monitoring: MonitoringManual,
  logs: LogManual,
  backups: BackupManual,
  incidents: IncidentManual,
  maintenance: MaintenanceManual,
  scaling: ScalingManual,
};
type Part = keyof typeof parts;
const partNames = Object.keys(parts) as Part[];

/** The profile as people read it: the manual's own tables, in the admin's language. */
export function Manual() {
  const t = useText();
  const language = useLanguage();
  const host = useSelectedHost();
  const profile = useProfile(host?.profileId ?? null);
  const [part, setPart] = useState<Part>('monitoring');
  if (!profile)
    return (
      <Page title={t('shell.screens.manual')}>
        <EmptyState icon={BookOpenText} title={t('manual.none')} />
      </Page>
    );
  return (
    <Page title={t('shell.screens.manual')} subtitle={localText(profile.name, language)}>
      <p className="mb-3 max-w-3xl text-muted">{t('manual.intro')}</p>
      <Tabs
        label={t('manual.sections')}
        value={part}
        onChange={setPart}
        className="max-w-[80rem]"
        tabs={partNames.map((name) => {
          const Content = parts[name];
          return { value: name, label: t(`manual.tabs.${name}`), content: <Content profile={profile} /> };
        })}
      />
    </Page>
  );
}
