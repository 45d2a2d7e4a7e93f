import type { DataRestorePlan } from '../../../../shared/domain/data-history.ts';
import { useText } from '../../../app/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { useFormat } from '../../../ui/format.ts';
import { PlanConsequences } from '../plan-consequences.tsx';

/** The dry run of putting files back: which change, which appear; how many are as they were. */
export function DataPlanView({ plan }: { readonly plan: DataRestorePlan }) {
  const t = useText();
  const format = useFormat();
  const files = plan.files.filter(({ change }) => change !== 'stays');
  const same = plan.files.length - files.length;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2 rounded-lg border border-line bg-canvas px-3.5 py-2.5">
        <p className="break-words">{t('data.into', { folder: plan.targetPath, volume: plan.volume })}</p>
        <ul aria-label={t('data.files')} className="flex max-h-48 flex-col gap-1 overflow-y-auto">
          {files.map(({ path, change, bytes, bytesNow }) => (
            <li key={path} className="flex items-baseline gap-2">
              <Badge>{t(change === 'appears' ? 'data.appears' : 'data.changes')}</Badge>
              <span className="min-w-0 flex-1 font-mono text-xs break-all">{path}</span>
              <span className="shrink-0 text-xs text-muted">
                {bytesNow === null
                  ? format.bytes(bytes)
                  : `${format.bytes(bytesNow)} → ${format.bytes(bytes)}`}
              </span>
            </li>
          ))}
        </ul>
        {same > 0 && <p className="text-xs text-muted">{t('data.stay', { count: same })}</p>}
      </div>
      {files.length > 0 && <PlanConsequences plan={plan} />}
    </div>
  );
}
