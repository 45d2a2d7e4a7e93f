import { type ReactNode, useRef, useState } from 'react';
import type { JobProgress } from '../../../../shared/domain/job.ts';
import type { RebuildKitView, RebuildResult } from '../../../../shared/domain/rebuild.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { useHosts } from '../../../stores/hosts.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Stages } from '../../../ui/stages.tsx';
import { type Confirmation, ConfirmForm, confirmFormId, confirms, unconfirmed } from '../confirm-form.tsx';
import { JobProgressView } from '../job-progress.tsx';
import { RebuildPlanView } from './rebuild-plan-view.tsx';
import { RebuildResultView } from './rebuild-result-view.tsx';

const stageNames = ['plan', 'confirm', 'run', 'result'] as const;

/** Where to, the whole plan, the name of the target, progress, and what became of each service. */
export function RebuildDialog({
  kit,
  onClose,
}: {
  readonly kit: RebuildKitView;
  readonly onClose: () => void;
}) {
  const t = useText();
  const targets = useHosts().filter(({ connection }) => connection.state === 'connected');
  const [chosen, setChosen] = useState<string | null>(null);
  // An empty one is likelier to be another server than the one that was lost.
  const target =
    targets.find(({ id }) => id === chosen) ?? targets.find(({ id }) => id !== kit.hostId) ?? targets[0];
  const [isConfirming, setConfirming] = useState(false);
  const [confirmation, setConfirmation] = useState<Confirmation>(unconfirmed);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [result, setResult] = useState<RebuildResult | null>(null);
  const abort = useRef<AbortController | null>(null);
  const pair = target ? { hostId: kit.hostId, targetHostId: target.id } : null;
  const { data, error, loading, reload } = useQuery('rebuild.plan', pair);
  const plan = data?.plan;
  const rebuild = useAction(async () => {
    if (!pair || !plan) return;
    abort.current = new AbortController();
    const done = await call(
      'rebuild.run',
      { ...pair, planId: plan.planId, reason: confirmation.reason },
      { signal: abort.current.signal, onEvent: setProgress },
    );
    setResult(done.result);
  });
  const stage = result ? 3 : rebuild.busy || rebuild.error ? 2 : isConfirming ? 1 : 0;
  const title = t('rebuild.dialogTitle', { host: kit.hostName });

  let body: ReactNode;
  let footer: ReactNode = <Button onClick={onClose}>{t('common.close')}</Button>;
  if (result) {
    body = <RebuildResultView result={result} />;
  } else if (rebuild.busy) {
    body = <JobProgressView label={title} progress={progress} />;
    footer = <Button onClick={() => abort.current?.abort()}>{t('rebuild.cancel')}</Button>;
  } else if (rebuild.error) {
    body = <ErrorPanel error={rebuild.error} />;
    footer = (
      <>
        <Button onClick={onClose}>{t('common.close')}</Button>
        <Button
          onClick={() => {
            rebuild.clear();
            setConfirming(false);
            setConfirmation(unconfirmed);
            reload();
          }}
        >
          {t('common.back')}
        </Button>
      </>
    );
  } else if (isConfirming && plan && target) {
    body = (
      <ConfirmForm
        word={target.name}
        safety={t('rebuild.safety')}
        confirmation={confirmation}
        onChange={setConfirmation}
        onConfirm={() => void rebuild.run()}
      />
    );
    footer = (
      <>
        <Button onClick={() => setConfirming(false)}>{t('common.back')}</Button>
        <Button
          variant="danger"
          type="submit"
          form={confirmFormId}
          disabled={!confirms(confirmation, target.name)}
        >
          {t('rebuild.confirm')}
        </Button>
      </>
    );
  } else {
    body = (
      <div className="flex flex-col gap-4">
        {targets.length === 0 && <p className="text-muted">{t('rebuild.noTarget')}</p>}
        {target && (
          <Field label={t('rebuild.target')} help={t('rebuild.targetHelp')} className="max-w-96">
            {(ids) => (
              <Select {...ids} value={target.id} onChange={(event) => setChosen(event.target.value)}>
                {targets.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {error && <ErrorPanel error={error} onRetry={reload} />}
        {loading && !plan && <SkeletonRows rows={5} />}
        {plan && <RebuildPlanView plan={plan} />}
      </div>
    );
    footer = (
      <>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button variant="primary" disabled={!plan} onClick={() => setConfirming(true)}>
          {t('backups.wizard.toConfirm')}
        </Button>
      </>
    );
  }
  return (
    <Dialog open size="lg" onClose={onClose} title={title} footer={footer}>
      <div className="flex flex-col gap-4">
        <Stages
          label={title}
          stages={stageNames.map((name) => t(`rebuild.stages.${name}`))}
          current={stage}
        />
        {body}
      </div>
    </Dialog>
  );
}
