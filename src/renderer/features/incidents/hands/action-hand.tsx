import { RotateCw, Square } from 'lucide-react';
import { useState } from 'react';
import type { Incident } from '../../../../shared/domain/incident.ts';
import type { TileView } from '../../../../shared/domain/service.ts';
import { openDialog } from '../../../app/dialogs.ts';
import { useText } from '../../../app/i18n.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandPreview } from '../../../ui/command-preview.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Select } from '../../../ui/field.tsx';

type Hand = 'stop' | 'pause' | 'restart' | 'recreate' | 'pull';
const choices = {
  contain: ['stop', 'pause'],
  deploy: ['restart', 'recreate', 'pull'],
} as const satisfies Record<string, readonly Hand[]>;

/** One of several actions on the containers: the exact commands first, then a dialog that asks once more. */
export function ActionHand({
  incident,
  tile,
  step,
}: {
  readonly incident: Incident;
  readonly tile: TileView;
  readonly step: 'contain' | 'deploy';
}) {
  const t = useText();
  const [action, setAction] = useState<Hand>(choices[step][0]);
  const preview = useQuery('services.preview', { hostId: tile.hostId, serviceId: tile.serviceId, action });
  const contains = step === 'contain';
  const label = (choice: Hand): string =>
    choice === 'stop'
      ? t('incidents.hands.containStop')
      : choice === 'pause'
        ? t('incidents.hands.containPause')
        : t(`incidents.hands.deploy.${choice}`);
  return (
    <section aria-label={t('incidents.stepAction')} className="flex flex-col gap-2">
      <p className="text-muted">{contains ? t('incidents.containHelp') : t('incidents.deployHelp')}</p>
      <div className="flex items-end gap-3">
        <Field label={t('incidents.hands.how')} className="flex-1">
          {(ids) => (
            <Select {...ids} value={action} onChange={(event) => setAction(event.target.value as Hand)}>
              {choices[step].map((choice) => (
                <option key={choice} value={choice}>
                  {label(choice)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button
          icon={contains ? Square : RotateCw}
          variant={contains ? 'danger' : 'primary'}
          disabled={preview.data === null}
          onClick={() =>
            openDialog({ kind: 'service-action', request: { tile, action, incidentId: incident.id } })
          }
        >
          {t(`incidents.hands.act.${action}`, { name: tile.name })}
        </Button>
      </div>
      {preview.data && <CommandPreview commands={preview.data.commands} />}
      {preview.error && <ErrorPanel error={preview.error} onRetry={preview.reload} />}
    </section>
  );
}
