import { type ReactNode, useState } from 'react';
import type { Backup, RestorePlan } from '../../../shared/domain/backup.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Stages } from '../../ui/stages.tsx';
import { JobProgressView } from './job-progress.tsx';
import { RestorePlanView } from './restore-plan-view.tsx';
import { RestoreResultView } from './restore-result-view.tsx';
import { useRestore } from './use-restore.ts';

/** What is refused for the admin's sake and may be insisted on; every other refusal is final. */
const forcible: ReadonlySet<string> = new Set<ErrorCode>([
  'backup.different-application',
  'backup.newer-schema',
]);

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
  const [force, setForce] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const { hostId, serviceId, databaseId, id: backupId } = backup;
  const plan = useQuery('backup.plan-restore', { hostId, serviceId, databaseId, backupId, force });
  const restore = useRestore(backup, force);
  const file = backup.sourcePath.split('/').at(-1) ?? databaseId;
  const stage = restore.result ? 3 : restore.running || restore.error ? 2 : confirming ? 1 : 0;
  const again = (): void => {
    restore.clear();
    setConfirming(false);
    plan.reload();
  };

  let body: ReactNode = null;
  let footer: ReactNode = <Button onClick={onClose}>{t('common.close')}</Button>;
  if (restore.result) {
    body = <RestoreResultView result={restore.result} backup={backup} file={file} />;
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
    return (
      <ConfirmStage
        frame={(content, buttons) => (
          <Frame file={file} stage={stage} onClose={onClose} footer={buttons}>
            {content}
          </Frame>
        )}
        word={file}
        plan={plan.data.plan}
        onBack={() => setConfirming(false)}
        onStart={(reason) => plan.data && restore.start(plan.data.plan.planId, reason)}
      />
    );
  } else {
    body = (
      <div className="flex flex-col gap-3">
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
  return (
    <Frame file={file} stage={stage} onClose={onClose} footer={footer}>
      {body}
    </Frame>
  );
}

interface FrameProps {
  readonly file: string;
  readonly stage: number;
  readonly onClose: () => void;
  readonly footer: ReactNode;
  readonly children: ReactNode;
}

function Frame({ file, stage, onClose, footer, children }: FrameProps) {
  const t = useText();
  const title = t('backups.wizard.title', { database: file });
  const stages = (['plan', 'confirm', 'run', 'result'] as const).map((name) =>
    t(`backups.wizard.stages.${name}`),
  );
  return (
    <Dialog open size="lg" onClose={onClose} title={title} footer={footer}>
      <div className="flex flex-col gap-4">
        <Stages label={title} stages={stages} current={stage} />
        {children}
      </div>
    </Dialog>
  );
}

interface ConfirmStageProps {
  readonly frame: (content: ReactNode, footer: ReactNode) => ReactNode;
  readonly word: string;
  readonly plan: RestorePlan;
  readonly onBack: () => void;
  readonly onStart: (reason: string) => void;
}

function ConfirmStage({ frame, word, plan, onBack, onStart }: ConfirmStageProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const sure = typed.trim() === word;
  return frame(
    <form
      id="restore-confirm"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) onStart(reason);
      }}
    >
      <p>{t('backups.wizard.safety')}</p>
      <p className="text-muted">
        {`${t('backups.wizard.stops')}: ${plan.stops.map((container) => container.name).join(', ')}`}
      </p>
      <Field label={t('backups.wizard.typePrompt', { word })}>
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className="font-mono"
          />
        )}
      </Field>
      <Field label={`${t('backups.wizard.reason')} (${t('common.optional')})`}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </form>,
    <>
      <Button onClick={onBack}>{t('common.back')}</Button>
      <Button variant="danger" type="submit" form="restore-confirm" disabled={!sure}>
        {t('backups.wizard.start')}
      </Button>
    </>,
  );
}
