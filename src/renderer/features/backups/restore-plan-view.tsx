import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RestorePlan } from '../../../shared/domain/backup.ts';
import { useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { DateTime, TimeAgo } from '../../ui/time.tsx';
import { PlanConsequences } from './plan-consequences.tsx';

/** The dry run: what stops, what is replaced by what, for how long, and the very commands. */
export function RestorePlanView({ plan }: { readonly plan: RestorePlan }) {
  const t = useText();
  const format = useFormat();
  const { current, replacement } = plan;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-stretch gap-3">
        <Side title={t('backups.wizard.replaced')}>
          {current ? (
            <>
              <p className="text-lg font-semibold">{format.bytes(current.bytes)}</p>
              {current.modifiedAt !== null && (
                <p className="text-xs text-muted">
                  <DateTime at={current.modifiedAt} />
                </p>
              )}
            </>
          ) : (
            <p className="text-muted">{t('backups.wizard.nothingThere')}</p>
          )}
          <p className="mt-1 truncate font-mono text-2xs text-faint" title={plan.targetPath}>
            {plan.targetPath}
          </p>
          <p className="truncate font-mono text-2xs text-faint">
            {t('backups.wizard.volume', { volume: plan.volume })}
          </p>
        </Side>
        <ArrowRight aria-hidden className="size-5 -scale-x-100 self-center text-accent" />
        <Side title={t('backups.wizard.replacement')}>
          <p className="text-lg font-semibold">{format.bytes(replacement.bytes)}</p>
          <p className="text-xs text-muted">
            <DateTime at={replacement.takenAt} />
            <TimeAgo at={replacement.takenAt} className="ml-2 text-faint" />
          </p>
          <p className="mt-1 line-clamp-2 font-mono text-2xs text-faint">
            {Object.entries(replacement.rowCounts)
              .map(([table, count]) => `${table} ${format.number(count)}`)
              .join(' · ')}
          </p>
        </Side>
      </div>
      <PlanConsequences plan={plan} />
    </div>
  );
}

function Side({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-canvas px-3.5 py-2.5">
      <h3 className="mb-1 text-xs text-faint">{title}</h3>
      {children}
    </section>
  );
}
