import { type ReactNode, useState } from 'react';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import type { DatabaseKey } from '../../stores/backups.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Stages } from '../../ui/stages.tsx';
import { type Confirmation, ConfirmForm, confirmFormId, confirms, unconfirmed } from './confirm-form.tsx';
import { JobProgressView } from './job-progress.tsx';
import { RestorePlanView } from './restore-plan-view.tsx';
import { RestoreResultView } from './restore-result-view.tsx';
import { RestoreTarget } from './restore-target.tsx';
import { useRestore } from './use-restore.ts';

/** What is refused for the admin's sake and may be insisted on; every other refusal is final. */
const forcible: ReadonlySet<string> = new Set<ErrorCode>([
  'backup.different-application',
  'backup.newer-schema',
]);

const stageNames = ['plan', 'confirm', 'run', 'result'] as const;

interface RestoreDialogProps {
  readonly backupId: string;
  readonly onClose: () => void;
}

export function RestoreDialog({ backupId, onClose }: RestoreDialogProps) {
  const backup = mirrors.backups((state) => state.entities[backupId] ?? null);
  return backup && <RestoreWizard backup={backup} onClose={onClose} />;
}

/** Dry run, type to confirm, progress, result. Nothing is touched before the last word was typed. */
function RestoreWizard({ backup, onClose }: { readonly backup: Backup; readonly onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const [force, setForce] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [confirmation, setConfirmation] = useState<Confirmation>(unconfirmed);
  const { hostId, serviceId, databaseId, id: backupId } = backup;
  const own = { hostId, serviceId, databaseId };
  const [target, setTarget] = useState<DatabaseKey>(own);
  const plan = useQuery('backup.plan-restore', { ...target, backupId, force });
  const restore = useRestore(backup, target, force);
  const file = backup.sourcePath.split('/').at(-1) ?? databaseId;
  // What is typed is the name of what will be replaced, which may be another database.
  const word = plan.data?.plan.targetPath.split('/').at(-1) ?? file;
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
    const { result } = restore;
    body = (
      <RestoreResultView
        result={result}
        restoredText={t('backups.wizard.restoredBody', {
          database: file,
          taken: format.dateTime(backup.takenAt),
        })}
        rolledBackText={t('backups.wizard.rolledBackBody')}
        safetyText={result.safetyBackupId ? t('backups.wizard.safetyKept') : null}
      />
    );
  } else if (restore.running) {
    body = (
      <div className="flex flex-col gap-3">
        <JobProgressView label={t('backups.wizard.title', { database: file })} progress={restore.progress} />
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
    body = (
      <ConfirmForm
        word={word}
        plan={shown}
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
        <RestoreTarget
          own={own}
          target={target}
          onChange={(chosen) => {
            setTarget(chosen);
            setForce(false);
          }}
        />
        {plan.error && <ErrorPanel error={plan.error} onRetry={plan.reload} />}
        {plan.error && forcible.has(plan.error.code) && (
          <label className="flex items-center gap-2">
            <input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} />
            {t('backups.wizard.force')}
          </label>
        )}
        {plan.data && <RestorePlanView plan={plan.data.plan} />}
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
        <Button variant="primary" disabled={!plan.data} onClick={() => setConfirming(true)}>
          {t('backups.wizard.toConfirm')}
        </Button>
      </>
    );
  }
  const title = t('backups.wizard.title', { database: file });
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
