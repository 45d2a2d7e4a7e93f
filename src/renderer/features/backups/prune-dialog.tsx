import type { KeepRule } from '../../../shared/domain/backup-plan.ts';
import type { HostView } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DateTime } from '../../ui/time.tsx';
import { toastDone } from '../../ui/toasts.tsx';

/** Shows which scheduled copies the rule lets go, each by name, and deletes exactly these. */
export function PruneDialog({
  host,
  keep,
  timeZone,
  onClose,
}: {
  readonly host: HostView;
  readonly keep: KeepRule;
  readonly timeZone: string;
  readonly onClose: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const rule = { hostId: host.id, keep, timeZone };
  const query = useQuery('backup-plan.preview-retention', rule);
  const removed = query.data?.preview.removed ?? [];
  const prune = useAction(async () => {
    const backupIds = removed.map(({ backupId }) => backupId);
    const done = await call('backup-plan.prune', { ...rule, backupIds });
    toastDone(t('backupPlan.pruned', { count: done.removed, size: format.bytes(done.freedBytes) }));
    onClose();
  });
  const error = prune.error ?? query.error;
  return (
    <Dialog
      open
      urgent
      size="md"
      onClose={onClose}
      title={t('backupPlan.pruneTitle', { name: host.name })}
      description={t('backupPlan.pruneBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="danger"
            busy={prune.busy}
            disabled={removed.length === 0}
            onClick={() => void prune.run()}
          >
            {t('backupPlan.pruneConfirm', { count: removed.length })}
          </Button>
        </>
      }
    >
      {error && <ErrorPanel error={error} />}
      {query.loading && !query.data && <Skeleton className="h-24" />}
      {query.data && (
        <p className="text-muted">
          {removed.length === 0
            ? t('backupPlan.previewNone')
            : t('backupPlan.preview', {
                count: removed.length,
                kept: query.data.preview.kept.length,
                size: format.bytes(query.data.preview.freedBytes),
              })}
        </p>
      )}
      <ul className="mt-2 flex max-h-80 flex-col divide-y divide-line overflow-y-auto">
        {removed.map(({ backupId, serviceId, databaseId, takenAt, bytes }) => (
          <li key={backupId} className="flex items-baseline gap-3 py-1.5 text-sm">
            <DateTime at={takenAt} />
            <span className="min-w-0 flex-1 truncate font-mono text-xs">{`${serviceId} · ${databaseId}`}</span>
            <span className="text-xs text-muted">{format.bytes(bytes)}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
