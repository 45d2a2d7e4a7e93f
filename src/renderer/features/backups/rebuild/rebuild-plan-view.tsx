import type { RebuildPlan } from '../../../../shared/domain/rebuild.ts';
import { useText } from '../../../app/i18n.ts';
import { CommandPreview } from '../../../ui/command-preview.tsx';
import { useFormat } from '../../../ui/format.ts';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { PlanWarnings } from '../plan-warnings.tsx';

/** All that would be sent, made and started. */
export function RebuildPlanView({ plan }: { readonly plan: RebuildPlan }) {
  const t = useText();
  const format = useFormat();
  const others = plan.files.filter(({ state }) => state === 'other');
  const from = (volume: RebuildPlan['volumes'][number]): string =>
    [
      ...(volume.archiveTakenAt === null
        ? []
        : [t('rebuild.archiveOf', { at: format.dateTime(volume.archiveTakenAt) })]),
      ...volume.databases.map(({ path, takenAt }) => `${path.split('/').at(-1)} ${format.dateTime(takenAt)}`),
    ].join(', ') || t('rebuild.beginsEmpty');
  return (
    <div className="flex flex-col gap-4">
      <PlanWarnings warnings={plan.warnings} />
      <p>
        {t('rebuild.summary', {
          containers: format.number(plan.containers.length),
          size: format.bytes(plan.bytes),
        })}
      </p>
      {plan.leftovers.length > 0 && (
        <p className="break-words text-degraded">
          {t('rebuild.leftovers', { names: plan.leftovers.join(', ') })}
        </p>
      )}
      {others.length > 0 && (
        <p className="break-words text-muted">
          {t('rebuild.otherFiles', { names: others.map(({ path }) => path).join(', ') })}
        </p>
      )}
      {plan.volumes.length > 0 && (
        <Table
          label={t('rebuild.volumes')}
          columns={[
            { title: t('rebuild.volume') },
            { title: t('rebuild.filledFrom') },
            { title: t('rebuild.size'), className: 'text-right' },
          ]}
        >
          {plan.volumes.map((volume) => (
            <Row key={volume.name}>
              <Cell className="font-mono text-xs break-all">{volume.name}</Cell>
              <Cell>{from(volume)}</Cell>
              <Cell className="text-right whitespace-nowrap">{format.bytes(volume.bytes)}</Cell>
            </Row>
          ))}
        </Table>
      )}
      <CommandPreview commands={plan.commands} />
    </div>
  );
}
