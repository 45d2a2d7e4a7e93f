import { ArrowRight, Square, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RestorePlan } from '../../../shared/domain/backup.ts';
import { errorText } from '../../../shared/errors.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { useFormat } from '../../ui/format.ts';
import { DateTime, TimeAgo } from '../../ui/time.tsx';

/** The dry run: what stops, what is replaced by what, for how long, and the very commands. */
export function RestorePlanView({ plan }: { readonly plan: RestorePlan }) {
  const t = useText();
  const format = useFormat();
  const language = useLanguage();
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
