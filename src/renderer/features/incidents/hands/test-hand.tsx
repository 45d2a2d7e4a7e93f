import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { OutputOf } from '../../../../shared/contract.ts';
import type { Incident } from '../../../../shared/domain/incident.ts';
import type { TileView } from '../../../../shared/domain/service.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { useHosts } from '../../../stores/hosts.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandOutput } from '../../../ui/command-output.tsx';
import { CommandPreview } from '../../../ui/command-preview.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';

/** The checks of a service, run on a copy, on another host, or on production with a reason. */
export function TestHand({ incident, tile }: { readonly incident: Incident; readonly tile: TileView }) {
  const t = useText();
  const { serviceId } = tile;
  const staging = useHosts().filter(
    ({ id, connection }) => id !== tile.hostId && connection.state === 'connected',
  );
  const [where, setWhere] = useState(tile.containers.length > 0 ? 'copy' : 'production');
  const [reason, setReason] = useState('');
  const place =
    where === 'copy' || where === 'production'
      ? ({ where } as const)
      : ({ where: 'staging', stagingHostId: where } as const);
  const input = { incidentId: incident.id, serviceId, ...place };
  const preview = useQuery('incidents.test-preview', input);
  const [result, setResult] = useState<OutputOf<'incidents.test'> | null>(null);
  const test = useAction(async () => setResult(await call('incidents.test', { ...input, reason })));
  const isReady = preview.data !== null && (where !== 'production' || reason.trim() !== '');
  return (
    <section aria-label={t('incidents.stepAction')} className="flex flex-col gap-2">
      <p className="text-muted">{t('incidents.hands.testHelp')}</p>
      <Field label={t('incidents.hands.testWhere')}>
        {(ids) => (
          <Select {...ids} value={where} onChange={(event) => setWhere(event.target.value)}>
            {tile.containers.length > 0 && <option value="copy">{t('incidents.hands.test.copy')}</option>}
            {staging.map(({ id, name }) => (
              <option key={id} value={id}>
                {t('incidents.hands.test.staging', { name })}
              </option>
            ))}
            <option value="production">{t('incidents.hands.test.production')}</option>
          </Select>
        )}
      </Field>
      {where === 'production' && (
        <Field label={t('incidents.hands.testReason')}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      )}
      {preview.data && <CommandPreview commands={preview.data.commands} />}
      {preview.error && <ErrorPanel error={preview.error} onRetry={preview.reload} />}
      <div className="flex items-center gap-3">
        <Button icon={FlaskConical} busy={test.busy} disabled={!isReady} onClick={() => void test.run()}>
          {t('incidents.hands.testRun')}
        </Button>
        {result && (
          <p role="status" className={result.ok ? 'text-up' : 'text-down'}>
            {t(result.ok ? 'incidents.hands.testOk' : 'incidents.hands.testFailed')}
          </p>
        )}
      </div>
      {test.error && <ErrorPanel error={test.error} onDismiss={test.clear} />}
      {result && <CommandOutput commands={result.commands} />}
    </section>
  );
}
