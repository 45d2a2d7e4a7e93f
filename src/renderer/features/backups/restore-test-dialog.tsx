import { FlaskConical } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { JobProgress } from '../../../shared/domain/job.ts';
import type { CommandRecord } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CommandOutput } from '../../ui/command-output.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toastBad, toastDone } from '../../ui/toasts.tsx';
import { JobProgressView } from './job-progress.tsx';

/** Shows what a restore test would run, runs it, and shows what came of each command. It goes on when closed. */
export function RestoreTestDialog({
  backup,
  onClose,
}: {
  readonly backup: Backup;
  readonly onClose: () => void;
}) {
  const t = useText();
  const file = backup.sourcePath.split('/').at(-1) ?? backup.databaseId;
  const plan = useQuery('backup.plan-test', { backupId: backup.id });
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [done, setDone] = useState<{ passed: boolean; commands: readonly CommandRecord[] } | null>(null);
  const abort = useRef<AbortController | null>(null);
  const test = useAction(async () => {
    abort.current = new AbortController();
    const { backup: tested, commands } = await call(
      'backup.test-restore',
      { backupId: backup.id },
      { signal: abort.current.signal, onEvent: setProgress },
    );
    const passed = tested.restoreTest?.state === 'passed';
    setDone({ passed, commands });
    if (passed) toastDone(t('backups.test.passed', { database: file }));
    else toastBad(t('backups.test.failed', { database: file }));
  });
  const error = test.error ?? plan.error;
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('backups.test.title', { database: file })}
      description={t('backups.test.body')}
      footer={
        <>
          {test.busy && <Button onClick={() => abort.current?.abort()}>{t('backups.test.cancel')}</Button>}
          <Button onClick={onClose}>{t('common.close')}</Button>
          {!done && (
            <Button
              variant="primary"
              icon={FlaskConical}
              busy={test.busy}
              disabled={!plan.data}
              onClick={() => void test.run()}
            >
              {t('backups.test.start')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {error && <ErrorPanel error={error} />}
        {done ? (
          <>
            <p role="status" className={done.passed ? 'font-medium text-up' : 'font-medium text-down'}>
              {t(done.passed ? 'backups.test.passed' : 'backups.test.failed', { database: file })}
            </p>
            <CommandOutput commands={done.commands} />
          </>
        ) : (
          <>
            {test.busy && (
              <JobProgressView label={t('backups.test.title', { database: file })} progress={progress} />
            )}
            {plan.loading && !plan.data && <SkeletonRows rows={4} />}
            {plan.data && <CommandPreview commands={plan.data.commands} />}
          </>
        )}
      </div>
    </Dialog>
  );
}
