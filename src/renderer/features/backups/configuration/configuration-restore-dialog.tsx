import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type {
  ConfigurationHistory,
  ConfigurationRestorePlan,
  ConfigurationRestoreResult,
} from '../../../../shared/domain/configuration.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { useFormat } from '../../../ui/format.ts';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { CommandsToRun, RestoreResult } from '../environment/restore-result.tsx';
import { LinesText } from './lines-text.tsx';
import { SnapshotOfFile } from './snapshot-of-file.tsx';

/** Puts one configuration file back as it was: what that changes first, and the commands around it. */
export function ConfigurationRestoreDialog({
  hostId,
  history,
  onClose,
  onDone,
}: {
  readonly hostId: string;
  readonly history: ConfigurationHistory;
  readonly onClose: () => void;
  /** What stood there is a snapshot of its own. */
  readonly onDone: () => void;
}) {
  const t = useText();
  const there = history.snapshots.filter(({ isThere }) => isThere);
  const isThereNow = history.snapshots.at(-1)?.isThere ?? false;
  // The newest is mostly what stands there now, unless it is gone.
  const [snapshot, setSnapshot] = useState(
    (isThereNow ? there.at(-2)?.snapshot : undefined) ?? there.at(-1)?.snapshot ?? 0,
  );
  const [reason, setReason] = useState('');
  const [result, setResult] = useState<ConfigurationRestoreResult | null>(null);
  const request = { hostId, historyId: history.historyId, snapshot };
  const plan = useQuery('config.plan-restore', request);
  const shown = plan.data?.plan ?? null;
  const restore = useAction(async ({ planId }: ConfigurationRestorePlan) => {
    const done = await call('config.restore', { ...request, planId, reason });
    setResult(done.result);
    onDone();
  });
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('environment.restoreTitle', { name: history.path })}
      description={t('configuration.restoreBody')}
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
        <RestoreResult
          result={{ ...result, commands: result.after }}
          afterwards={t('configuration.afterwards')}
        />
      ) : (
        <div className="flex flex-col gap-3">
          {restore.error && <ErrorPanel error={restore.error} onDismiss={restore.clear} />}
          <Field label={t('environment.snapshot')}>
            {(ids) => <SnapshotOfFile {...ids} snapshots={there} value={snapshot} onChange={setSnapshot} />}
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

function PlanView({ plan }: { readonly plan: ConfigurationRestorePlan }) {
  const t = useText();
  const format = useFormat();
  if (plan.isSame) return <p className="text-muted">{t('environment.isSame')}</p>;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-2 rounded-lg border border-line bg-canvas px-3.5 py-2.5">
        {plan.isThere ? (
          <LinesText lines={plan.lines} />
        ) : (
          <p>{t('configuration.appears', { size: format.bytes(plan.bytes) })}</p>
        )}
        <p className="text-xs text-muted">
          {t('environment.owner', { owner: `${plan.uid}:${plan.gid}`, mode: plan.mode.toString(8) })}
        </p>
      </div>
      <CommandsToRun title={t('configuration.first')} commands={plan.before} />
      <CommandsToRun title={t('configuration.afterwards')} commands={plan.after} />
    </div>
  );
}
