import { RotateCcw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { EnvironmentRestoreResult } from '../../../../shared/domain/environment.ts';
import { useText } from '../../../app/i18n.ts';
import { useAction } from '../../../bridge/use-action.ts';
import type { Query } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, type FieldIds, Input } from '../../../ui/field.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { RestoreResult } from './restore-result.tsx';

interface FilePlan {
  readonly isSame: boolean;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Puts one file of a server back as it was in a snapshot: what that changes first, then the reason. */
export function FileRestoreDialog<P extends FilePlan>({
  name,
  body,
  plan,
  choose,
  changes,
  around,
  afterwards,
  onRestore,
  onClose,
}: {
  readonly name: string;
  readonly body: string;
  /** For the snapshot that is chosen. */
  readonly plan: Query<{ readonly plan: P }>;
  readonly choose: (ids: FieldIds) => ReactNode;
  readonly changes: (plan: P) => ReactNode;
  /** The commands that are a person's to run. */
  readonly around: (plan: P) => ReactNode;
  /** The heading of those that are left to run. */
  readonly afterwards: string;
  readonly onRestore: (plan: P, reason: string) => Promise<EnvironmentRestoreResult>;
  readonly onClose: () => void;
}) {
  const t = useText();
  const [reason, setReason] = useState('');
  const [result, setResult] = useState<EnvironmentRestoreResult | null>(null);
  const shown = plan.data?.plan ?? null;
  const restore = useAction(async (agreed: P) => setResult(await onRestore(agreed, reason)));
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('environment.restoreTitle', { name })}
      description={body}
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
        <RestoreResult result={result} afterwards={afterwards} />
      ) : (
        <div className="flex flex-col gap-3">
          {restore.error && <ErrorPanel error={restore.error} onDismiss={restore.clear} />}
          <Field label={t('environment.snapshot')}>{choose}</Field>
          {plan.error && <ErrorPanel error={plan.error} onRetry={plan.reload} />}
          {plan.loading && !shown && <SkeletonRows rows={4} />}
          {shown?.isSame && <p className="text-muted">{t('environment.isSame')}</p>}
          {shown && !shown.isSame && (
            <>
              <div className="flex flex-col gap-3">
                <div className="flex flex-col gap-2 rounded-lg border border-line bg-canvas px-3.5 py-2.5">
                  {changes(shown)}
                  <p className="text-xs text-muted">
                    {t('environment.owner', {
                      owner: `${shown.uid}:${shown.gid}`,
                      mode: shown.mode.toString(8),
                    })}
                  </p>
                </div>
                {around(shown)}
              </div>
              <Field label={t('environment.reason')}>
                {(ids) => (
                  <Input {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />
                )}
              </Field>
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}
