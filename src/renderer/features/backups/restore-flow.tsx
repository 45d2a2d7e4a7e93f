import { type ReactNode, useState } from 'react';
import type { RestorePlan } from '../../../shared/domain/backup.ts';
import type { ErrorShape } from '../../../shared/errors.ts';
import { useText } from '../../app/i18n.ts';
import type { Query } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Stages } from '../../ui/stages.tsx';
import { type Confirmation, ConfirmForm, confirmFormId, confirms, unconfirmed } from './confirm-form.tsx';
import { JobProgressView } from './job-progress.tsx';
import type { Restore } from './use-restore.ts';

const stageNames = ['plan', 'confirm', 'run', 'result'] as const;

interface RestoreFlowProps<P, R> {
  readonly title: string;
  /** Stands above the plan, where something is still to be chosen. */
  readonly choice?: ReactNode;
  readonly plan: Query<{ plan: P }>;
  /** Below a refused plan, where it may be insisted on. */
  readonly refusal?: (error: ErrorShape) => ReactNode;
  readonly planView: (plan: P) => ReactNode;
  /** False for a plan that would do nothing. */
  readonly isWorthIt?: (plan: P) => boolean;
  /** What has to be typed: the name of what will be replaced. */
  readonly wordOf: (plan: P) => string;
  /** What is promised before the word is typed; absent: what holds for a database. */
  readonly safety?: string;
  readonly restore: Restore<R>;
  readonly resultView: (result: R) => ReactNode;
  readonly onClose: () => void;
}

/**
 * A restore: dry run, a name typed to confirm, progress, result. Nothing is touched before the last
 * word was typed.
 */
export function RestoreFlow<P extends Pick<RestorePlan, 'planId' | 'stops'>, R>({
  title,
  choice,
  plan,
  refusal,
  planView,
  isWorthIt = () => true,
  wordOf,
  safety,
  restore,
  resultView,
  onClose,
}: RestoreFlowProps<P, R>) {
  const t = useText();
  const [confirming, setConfirming] = useState(false);
  const [confirmation, setConfirmation] = useState<Confirmation>(unconfirmed);
  const stage = restore.result ? 3 : restore.running || restore.error ? 2 : confirming ? 1 : 0;
  const again = (): void => {
    restore.clear();
    setConfirming(false);
    setConfirmation(unconfirmed);
    plan.reload();
  };

  let body: ReactNode = null;
  let footer: ReactNode = <Button onClick={onClose}>{t('common.close')}</Button>;
  if (restore.result) {
    body = resultView(restore.result);
  } else if (restore.running) {
    body = (
      <div className="flex flex-col gap-3">
        <JobProgressView label={title} progress={restore.progress} />
        <p className="text-muted">{t('backups.wizard.running')}</p>
      </div>
    );
    footer = (
      <>
        <Button onClick={restore.cancel}>{t('backups.wizard.cancelRun')}</Button>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </>
    );
  } else if (restore.error) {
    body = <ErrorPanel error={restore.error} onRetry={again} />;
  } else if (confirming && plan.data) {
    const { plan: shown } = plan.data;
    const word = wordOf(shown);
    body = (
      <ConfirmForm
        word={word}
        plan={shown}
        {...(safety !== undefined && { safety })}
        confirmation={confirmation}
        onChange={setConfirmation}
        onConfirm={() => restore.start(shown.planId, confirmation.reason)}
      />
    );
    footer = (
      <>
        <Button onClick={() => setConfirming(false)}>{t('common.back')}</Button>
        <Button variant="danger" type="submit" form={confirmFormId} disabled={!confirms(confirmation, word)}>
          {t('backups.wizard.start')}
        </Button>
      </>
    );
  } else {
    body = (
      <div className="flex flex-col gap-3">
        {choice}
        {plan.error && <ErrorPanel error={plan.error} onRetry={plan.reload} />}
        {plan.error && refusal?.(plan.error)}
        {plan.data && planView(plan.data.plan)}
        {plan.loading && !plan.data && (
          <>
            <p className="text-muted">{t('backups.wizard.planning')}</p>
            <SkeletonRows rows={5} />
          </>
        )}
      </div>
    );
    footer = (
      <>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          variant="primary"
          disabled={!plan.data || !isWorthIt(plan.data.plan)}
          onClick={() => setConfirming(true)}
        >
          {t('backups.wizard.toConfirm')}
        </Button>
      </>
    );
  }
  const stages = stageNames.map((name) => t(`backups.wizard.stages.${name}`));
  return (
    <Dialog open size="lg" onClose={onClose} title={title} footer={footer}>
      <div className="flex flex-col gap-4">
        <Stages label={title} stages={stages} current={stage} />
        {body}
      </div>
    </Dialog>
  );
}
