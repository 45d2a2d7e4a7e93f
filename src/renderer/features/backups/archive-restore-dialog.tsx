import { type ReactNode, useState } from 'react';
import type { Archive } from '../../../shared/domain/archive.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Stages } from '../../ui/stages.tsx';
import { ArchivePlanView } from './archive-plan-view.tsx';
import { type Confirmation, ConfirmForm, confirmFormId, confirms, unconfirmed } from './confirm-form.tsx';
import { JobProgressView } from './job-progress.tsx';
import { RestoreResultView } from './restore-result-view.tsx';
import { useRestoreRun } from './use-restore.ts';

const stageNames = ['plan', 'confirm', 'run', 'result'] as const;

/** Dry run, type to confirm, progress, result. Nothing is touched before the last word was typed. */
export function ArchiveRestoreDialog({
  archive,
  onClose,
}: {
  readonly archive: Archive;
  readonly onClose: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const [confirming, setConfirming] = useState(false);
  const [confirmation, setConfirmation] = useState<Confirmation>(unconfirmed);
  const { id: archiveId, mountPath: folder } = archive;
  const plan = useQuery('archive.plan-restore', { archiveId });
  const restore = useRestoreRun((confirmed, options) =>
    call('archive.restore', { archiveId, ...confirmed }, options),
  );
  const stage = restore.result ? 3 : restore.running || restore.error ? 2 : confirming ? 1 : 0;
  const title = t('archives.restoreTitle', { folder, service: archive.serviceId });
  const again = (): void => {
    restore.clear();
    setConfirming(false);
    setConfirmation(unconfirmed);
    plan.reload();
  };

  let body: ReactNode = null;
  let footer: ReactNode = <Button onClick={onClose}>{t('common.close')}</Button>;
  if (restore.result) {
    body = (
      <RestoreResultView
        result={restore.result}
        restoredText={t('archives.restoredBody', { folder, taken: format.dateTime(archive.takenAt) })}
        rolledBackText={t('archives.rolledBackBody')}
        safetyText={t('archives.safetyKept')}
      />
    );
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
    const word = shown.volume;
    body = (
      <ConfirmForm
        word={word}
        plan={shown}
        safety={t('archives.safety')}
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
        {plan.error && <ErrorPanel error={plan.error} onRetry={plan.reload} />}
        {plan.data && <ArchivePlanView plan={plan.data.plan} />}
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
