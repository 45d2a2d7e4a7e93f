import { CircleCheck, CircleX } from 'lucide-react';
import type { RebuildResult } from '../../../../shared/domain/rebuild.ts';
import { useText } from '../../../app/i18n.ts';
import { useFormat } from '../../../ui/format.ts';

/** What became of each container, and which checks do not pass. */
export function RebuildResultView({ result }: { readonly result: RebuildResult }) {
  const t = useText();
  const format = useFormat();
  const isWell = result.failing.length === 0 && result.containers.every(({ problem }) => problem === '');
  return (
    <div className="flex flex-col gap-3">
      <h3 className={isWell ? 'text-base font-semibold text-up' : 'text-base font-semibold text-degraded'}>
        {t(isWell ? 'rebuild.done' : 'rebuild.partly', { time: format.duration(result.durationMs) })}
      </h3>
      <ul className="flex flex-col gap-1">
        {result.containers.map(({ name, problem }) => (
          <li key={name} className="flex items-baseline gap-2">
            {problem === '' ? (
              <CircleCheck aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-up" />
            ) : (
              <CircleX aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-down" />
            )}
            <span className="font-mono text-xs">{name}</span>
            <span className="min-w-0 break-words text-muted">{problem}</span>
          </li>
        ))}
      </ul>
      {result.failing.length > 0 && (
        <p className="break-words text-down">{t('rebuild.failing', { names: result.failing.join(', ') })}</p>
      )}
    </div>
  );
}
