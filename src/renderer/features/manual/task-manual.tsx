import { localText, type Profile } from '../../../shared/domain/profile.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { ManualTable } from './manual-table.tsx';

const periods = ['week', 'month', 'quarter'] as const;

interface PartProps {
  readonly profile: Profile;
}

/** The calendar of upkeep, by how often it comes round. */
export function MaintenanceManual({ profile }: PartProps) {
  const t = useText();
  const language = useLanguage();
  if (profile.maintenance.length === 0) return <p className="py-6 text-muted">{t('manual.noneInPart')}</p>;
  return (
    <div className="flex flex-col gap-5">
      {periods.map((period) => {
        const tasks = profile.maintenance.filter(({ every }) => every === period);
        if (tasks.length === 0) return null;
        return (
          <Section key={period} title={t(`manual.every.${period}`)}>
            <ManualTable
              label={t(`manual.every.${period}`)}
              columns={[{ title: t('manual.task'), className: 'w-[30%]' }, { title: t('manual.how') }]}
              rows={tasks.map(({ task, how }) => [localText(task, language), localText(how, language)])}
            />
          </Section>
        );
      })}
    </div>
  );
}

/** The ways to grow, each with the command it comes down to. */
export function ScalingManual({ profile }: PartProps) {
  const t = useText();
  const language = useLanguage();
  if (profile.scaling.length === 0) return <p className="py-6 text-muted">{t('manual.noneInPart')}</p>;
  return (
    <ul className="grid grid-cols-[repeat(auto-fit,minmax(22rem,1fr))] gap-3">
      {profile.scaling.map(({ id, title, how, command }) => (
        <li key={id}>
          <Card className="flex h-full flex-col gap-2">
            <h3 className="text-base font-semibold break-words">{localText(title, language)}</h3>
            <p className="flex-1 break-words text-muted">{localText(how, language)}</p>
            {command !== undefined && <CommandPreview commands={[command]} className="mt-1" />}
          </Card>
        </li>
      ))}
    </ul>
  );
}
