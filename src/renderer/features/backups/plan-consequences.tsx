import { Square, TriangleAlert } from 'lucide-react';
import type { RestorePlan } from '../../../shared/domain/backup.ts';
import { errorText } from '../../../shared/errors.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { useFormat } from '../../ui/format.ts';

/** Of any restore's plan: what to mind, what stops and for how long, and the very commands. */
export function PlanConsequences({
  plan,
}: {
  readonly plan: Pick<RestorePlan, 'warnings' | 'stops' | 'estimatedDowntimeMs' | 'commands'>;
}) {
  const t = useText();
  const format = useFormat();
  const language = useLanguage();
  return (
    <>
      {plan.warnings.length > 0 && (
        <ul
          aria-label={t('backups.wizard.warnings')}
          className="flex flex-col gap-1 rounded-lg bg-degraded/12 px-3 py-2"
        >
          {plan.warnings.map((warning) => (
            <li key={warning.code} className="flex items-start gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-degraded" />
              <span className="break-words">{errorText(warning, language).message}</span>
            </li>
          ))}
        </ul>
      )}
      <div>
        <h3 className="mb-1.5 flex items-baseline gap-3 font-semibold">
          {t('backups.wizard.stops')}
          <span className="text-xs font-normal text-muted">
            {t('backups.wizard.downtime', { time: format.duration(plan.estimatedDowntimeMs) })}
          </span>
        </h3>
        <ul className="flex flex-wrap gap-2">
          {plan.stops.map((container) => (
            <li
              key={container.id}
              className="flex items-center gap-2 rounded-md border border-line bg-canvas px-2.5 py-1 font-mono text-xs"
            >
              <Square aria-hidden className="size-3 text-down" />
              {container.name}
              {!container.running && <Badge>{t('backups.wizard.notRunning')}</Badge>}
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3 className="mb-1.5 font-semibold">{t('backups.wizard.commands')}</h3>
        <CommandPreview commands={plan.commands} />
      </div>
    </>
  );
}
