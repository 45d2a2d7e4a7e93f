import { Square } from 'lucide-react';
import type { RestorePlan } from '../../../shared/domain/backup.ts';
import { useText } from '../../app/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { useFormat } from '../../ui/format.ts';
import { PlanWarnings } from './plan-warnings.tsx';

/** Of any restore's plan: what to mind, what stops and for how long, and the very commands. */
export function PlanConsequences({
  plan,
}: {
  readonly plan: Pick<RestorePlan, 'warnings' | 'stops' | 'estimatedDowntimeMs' | 'commands'>;
}) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <PlanWarnings warnings={plan.warnings} />
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
