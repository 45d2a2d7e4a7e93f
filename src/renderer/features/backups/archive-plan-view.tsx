import type { ArchivePlan } from '../../../shared/domain/archive.ts';
import { useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { DateTime } from '../../ui/time.tsx';
import { PlanConsequences } from './plan-consequences.tsx';

/** The dry run of putting an archive back. */
export function ArchivePlanView({ plan }: { readonly plan: ArchivePlan }) {
  const t = useText();
  const format = useFormat();
  const { replacement } = plan;
  return (
    <div className="flex flex-col gap-4">
      <p className="rounded-lg border border-line bg-canvas px-3.5 py-2.5 break-words">
        {t('archives.replaces', {
          folder: plan.targetPath,
          volume: plan.volume,
          entries: format.number(replacement.entries),
          size: format.bytes(replacement.bytes),
        })}{' '}
        <DateTime at={replacement.takenAt} />
      </p>
      <PlanConsequences plan={plan} />
    </div>
  );
}
