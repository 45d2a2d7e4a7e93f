import type { NightWatchPlan } from '../../../shared/domain/night-watch.ts';
import { useText } from '../../app/i18n.ts';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { Section } from '../../ui/page.tsx';
import { PlacedFile, PlacedText } from './placed-file.tsx';

/** The plan as it is: notes first, then what is checked, the files in full, the crontab's lines, the commands. */
export function NightWatchPlanView({ plan }: { readonly plan: NightWatchPlan }) {
  const t = useText();
  return (
    <>
      {plan.notes.length > 0 && (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
          {plan.notes.map((note) => (
            <li key={note}>{t(`nightWatch.notes.${note}`)}</li>
          ))}
        </ul>
      )}
      <Section title={t('nightWatch.watched', { count: plan.watched.length })}>
        <ul className="flex flex-col gap-0.5 font-mono text-xs">
          {plan.watched.map(({ serviceId, checkId, target }) => (
            <li key={`${serviceId}/${checkId}`} className="break-all">
              {`${serviceId} · ${target}`}
            </li>
          ))}
        </ul>
      </Section>
      {plan.leftOut.length > 0 && (
        <Section title={t('nightWatch.leftOut')}>
          <ul className="flex flex-col gap-0.5 text-xs">
            {plan.leftOut.map(({ serviceId, checkId, reason }) => (
              <li key={`${serviceId}/${checkId}`}>
                <span className="font-mono">{`${serviceId}/${checkId}: `}</span>
                {t(`nightWatch.reasons.${reason}`)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('nightWatch.files')}>
        {plan.files.map((file) => (
          <PlacedFile key={file.path} file={file} />
        ))}
      </Section>
      {plan.crontabLines.length > 0 && (
        <Section title={t('nightWatch.crontab')}>
          <PlacedText label={t('nightWatch.crontab')} text={plan.crontabLines.join('\n')} />
        </Section>
      )}
      <Section title={t('nightWatch.commands')}>
        <CommandPreview commands={plan.commands} />
      </Section>
    </>
  );
}
