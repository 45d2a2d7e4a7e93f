import { localText, type Profile } from '../../../shared/domain/profile.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { ManualTable } from './manual-table.tsx';

interface PartProps {
  readonly profile: Profile;
}

export function MonitoringManual({ profile }: PartProps) {
  const t = useText();
  const language = useLanguage();
  return (
    <ManualTable
      label={t('manual.tabs.monitoring')}
      columns={[
        { title: t('manual.service'), className: 'w-[26%]' },
        { title: t('manual.method') },
        { title: t('manual.interval'), className: 'w-28' },
        { title: t('manual.alert'), className: 'w-[28%]' },
      ]}
      rows={profile.monitoring.map(({ what, method, every, alert }) =>
        [what, method, every, alert].map((text) => localText(text, language)),
      )}
    />
  );
}

export function LogManual({ profile }: PartProps) {
  const t = useText();
  const language = useLanguage();
  return (
    <ManualTable
      label={t('manual.tabs.logs')}
      columns={[
        { title: t('manual.source'), className: 'w-[26%]' },
        { title: t('manual.where') },
        { title: t('manual.retention'), className: 'w-[26%]' },
      ]}
      rows={profile.logs.map(({ source, where, retention }) =>
        [source, where, retention].map((text) => localText(text, language)),
      )}
    />
  );
}

export function BackupManual({ profile }: PartProps) {
  const t = useText();
  const language = useLanguage();
  return (
    <ManualTable
      label={t('manual.tabs.backups')}
      columns={[
        { title: t('manual.data'), className: 'w-[22%]' },
        { title: t('manual.method') },
        { title: t('manual.when'), className: 'w-[18%]' },
        { title: t('manual.keptAt'), className: 'w-[26%]' },
      ]}
      rows={profile.backups.map(({ data, method, when, keptAt }) =>
        [data, method, when, keptAt].map((text) => localText(text, language)),
      )}
    />
  );
}
