import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type {
  EnvironmentHistory,
  EnvironmentRestorePlan,
  EnvironmentRestoreResult,
} from '../../../../shared/domain/environment.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { ChangeText } from './change-text.tsx';
import { CommandsToRun, RestoreResult } from './restore-result.tsx';
import { SnapshotSelect } from './snapshot-select.tsx';

/** Puts a `.env` file of the server back as it was: what differs by name first, and what must be run afterwards. */
export function EnvironmentRestoreDialog({
  hostId,
  history,
  onClose,
  onDone,
}: {
  readonly hostId: string;
  readonly history: EnvironmentHistory;
  readonly onClose: () => void;
  /** What stood there is a snapshot of its own. */
  readonly onDone: () => void;
}) {
  const t = useText();
  const there = history.snapshots.filter(({ isThere }) => isThere);
  // The newest is mostly what stands there now.
  const [snapshot, setSnapshot] = useState(there.at(-2)?.snapshot ?? there.at(-1)?.snapshot ?? 0);
  const [reason, setReason] = useState('');
  const [result, setResult] = useState<EnvironmentRestoreResult | null>(null);
  const request = { hostId, historyId: history.historyId, snapshot };
  const plan = useQuery('env.plan-restore', request);
  const shown = plan.data?.plan ?? null;
  const restore = useAction(async ({ planId }: EnvironmentRestorePlan) => {
    const done = await call('env.restore', { ...request, planId, reason });
    setResult(done.result);
    onDone();
  });
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('environment.restoreTitle', { name: history.name })}
      description={t('environment.restoreBody')}
      footer={
        <>
          <Button onClick={onClose}>{t(result ? 'common.close' : 'common.cancel')}</Button>
          {!result && (
            <Button
              variant="danger"
              icon={RotateCcw}
              busy={restore.busy}
              disabled={!shown || shown.isSame}
              onClick={() => shown && void restore.run(shown)}
            >
              {t('environment.putBackNow')}
            </Button>
          )}
        </>
      }
    >
      {result ? (
        <RestoreResult result={result} afterwards={t('environment.afterwards')} />
      ) : (
        <div className="flex flex-col gap-3">
          {restore.error && <ErrorPanel error={restore.error} onDismiss={restore.clear} />}
          <Field label={t('environment.snapshot')}>
            {(ids) => (
              <SnapshotSelect
                {...ids}
                history={{ ...history, snapshots: there }}
                value={snapshot}
                onChange={setSnapshot}
              />
            )}
          </Field>
          {plan.error && <ErrorPanel error={plan.error} onRetry={plan.reload} />}
          {plan.loading && !shown && <SkeletonRows rows={4} />}
          {shown && <PlanView plan={shown} />}
          {shown && !shown.isSame && (
            <Field label={t('environment.reason')}>
              {(ids) => <Input {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
            </Field>
          )}
        </div>
      )}
    </Dialog>
  );
}

function PlanView({ plan }: { readonly plan: EnvironmentRestorePlan }) {
  const t = useText();
  if (plan.isSame) return <p className="text-muted">{t('environment.isSame')}</p>;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-2 rounded-lg border border-line bg-canvas px-3.5 py-2.5">
        {plan.isThere ? <ChangeText change={plan.change} /> : <p>{t('environment.appears')}</p>}
        <p className="text-xs text-muted">
          {t('environment.owner', { owner: `${plan.uid}:${plan.gid}`, mode: plan.mode.toString(8) })}
        </p>
      </div>
      <CommandsToRun title={t('environment.afterwards')} commands={plan.commands} />
    </div>
  );
}
