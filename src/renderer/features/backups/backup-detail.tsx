import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Backup } from '../../../shared/domain/backup.ts';
import { useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { DateTime } from '../../ui/time.tsx';

/** What stands behind the word "verified": each step with its result, the rows, the file and its checksum. */
export function BackupDetail({ backup }: { readonly backup: Backup }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-6 rounded-lg bg-canvas px-4 py-3">
      <ul aria-label={t('backups.steps')} className="flex flex-col gap-1">
        {backup.steps.map((step) => (
          <li key={step.step} className="flex items-baseline gap-2">
            {step.ok ? (
              <CircleCheck aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-up" />
            ) : (
              <CircleX aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-down" />
            )}
            <span className="shrink-0 font-medium">{t(`backups.step.${step.step}`)}</span>
            <span className={step.ok ? 'text-up' : 'text-down'}>
              {step.ok ? t('backups.passed') : t('backups.stepFailed')}
            </span>
            <span className="min-w-0 truncate text-faint" title={step.detail}>
              {step.detail}
            </span>
            <span className="ml-auto text-xs whitespace-nowrap text-faint">
              {t('common.heartbeat.latency', { ms: format.number(step.durationMs) })}
            </span>
          </li>
        ))}
        {backup.restoreTest && (
          <Fact name={t('backups.restoreTested')}>
            {backup.restoreTest.state === 'passed' ? (
              <span className="text-up">
                {t('backups.passed')} <DateTime at={backup.restoreTest.at} />
              </span>
            ) : (
              <span className="break-words text-down">
                {t('backups.stepFailed')} <DateTime at={backup.restoreTest.at} />
                {`: ${backup.restoreTest.detail}`}
              </span>
            )}
          </Fact>
        )}
        <Fact name={t('backups.method')}>{t(`backups.methods.${backup.method}`)}</Fact>
        <Fact name={t('backups.file')}>
          <span className="font-mono text-xs break-all">{backup.file}</span>
        </Fact>
        <Fact name={t('backups.checksum')}>
          <span className="font-mono text-xs break-all">{backup.sha256}</span>
        </Fact>
      </ul>
      <dl
        aria-label={t('backups.tables')}
        className="grid h-fit grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-0.5"
      >
        {Object.entries(backup.rowCounts)
          .slice(0, 40)
          .map(([table, count]) => (
            <div key={table} className="col-span-2 grid grid-cols-subgrid items-baseline">
              <dt className="truncate font-mono text-xs text-muted">{table}</dt>
              <dd className="text-right">{format.number(count)}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <li className="flex items-baseline gap-2">
      <span className="w-20 shrink-0 text-xs text-faint">{name}</span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}
