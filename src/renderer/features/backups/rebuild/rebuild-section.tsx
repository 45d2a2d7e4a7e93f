import { CircleCheck, CircleDashed, Hammer, PackageCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import type { HostView } from '../../../../shared/domain/host.ts';
import type { JobProgress } from '../../../../shared/domain/job.ts';
import type { RebuildKitView } from '../../../../shared/domain/rebuild.ts';
import { isAbort } from '../../../../shared/errors.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { useJobs } from '../../../stores/jobs.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { useFormat } from '../../../ui/format.ts';
import { Card } from '../../../ui/page.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { TimeAgo } from '../../../ui/time.tsx';
import { toastError } from '../../../ui/toasts.tsx';
import { JobProgressView } from '../job-progress.tsx';
import { RebuildDialog } from './rebuild-dialog.tsx';

/** Whether this computer could build the server anew, what is missing for it, and the way to do it. */
export function RebuildSection({ host }: { readonly host: HostView }) {
  const t = useText();
  const isConnected = host.connection.state === 'connected';
  const [isRebuilding, setRebuilding] = useState(false);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const abort = useRef<AbortController | null>(null);
  // Whatever ends, here or in another window, may have filled a gap.
  const ended = useJobs().filter(({ hostId, state }) => hostId === host.id && state !== 'running').length;
  const { data, error, loading, reload } = useQuery('rebuild.kit', { hostId: host.id }, ended);
  const prepare = useAction(async () => {
    abort.current = new AbortController();
    setProgress(null);
    try {
      await call(
        'rebuild.prepare',
        { hostId: host.id },
        { signal: abort.current.signal, onEvent: setProgress },
      );
    } catch (thrown) {
      if (!isAbort(thrown)) toastError(thrown);
    } finally {
      reload();
    }
  });
  const kit = data?.kit ?? null;
  const prepareButton = prepare.busy ? (
    <Button onClick={() => abort.current?.abort()}>{t('common.cancel')}</Button>
  ) : (
    <Button
      variant={kit ? 'secondary' : 'primary'}
      icon={PackageCheck}
      disabled={!isConnected}
      onClick={() => void prepare.run()}
    >
      {t(kit ? 'rebuild.prepareAgain' : 'rebuild.prepare')}
    </Button>
  );
  return (
    <section aria-label={t('rebuild.title')} className="flex flex-col gap-3">
      <p className="max-w-3xl text-xs text-muted">{t('rebuild.body')}</p>
      {error && <ErrorPanel error={error} onRetry={reload} />}
      {loading && !data && <SkeletonRows rows={3} />}
      {prepare.busy && <JobProgressView label={t('rebuild.preparing')} progress={progress} />}
      {data && !kit && (
        <EmptyState icon={Hammer} title={t('rebuild.none')} body={t('rebuild.noneBody')}>
          {prepareButton}
        </EmptyState>
      )}
      {kit && (
        <Card className="flex flex-col gap-4">
          <Readiness kit={kit} />
          <div className="flex items-center gap-2">
            {prepareButton}
            <Button icon={Hammer} onClick={() => setRebuilding(true)}>
              {t('rebuild.start')}
            </Button>
          </div>
        </Card>
      )}
      {kit && isRebuilding && <RebuildDialog kit={kit} onClose={() => setRebuilding(false)} />}
    </section>
  );
}

function Readiness({ kit }: { readonly kit: RebuildKitView }) {
  const t = useText();
  const format = useFormat();
  const isReady = kit.gaps.length === 0;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <p
          className={
            isReady
              ? 'flex items-center gap-2 font-medium text-up'
              : 'flex items-center gap-2 font-medium text-degraded'
          }
        >
          {isReady ? (
            <CircleCheck aria-hidden className="size-4" />
          ) : (
            <CircleDashed aria-hidden className="size-4" />
          )}
          {isReady ? t('rebuild.ready') : t('rebuild.gaps', { count: kit.gaps.length })}
        </p>
        <p className="text-muted">
          {t('rebuild.contents', {
            containers: format.number(kit.containers.length),
            volumes: format.number(kit.volumes.length),
            files: format.number(kit.files.length),
          })}
        </p>
        <TimeAgo at={kit.takenAt} className="text-xs text-faint" />
      </div>
      {!isReady && (
        <ul aria-label={t('rebuild.missing')} className="flex flex-col gap-1">
          {kit.gaps.map(({ kind, name, serviceId }) => (
            <li key={`${kind}/${serviceId}/${name}`} className="flex items-baseline gap-2">
              <span className="w-24 shrink-0 text-xs text-faint">{t(`rebuild.kind.${kind}`)}</span>
              <span className="min-w-0 font-mono text-xs break-all">{`${serviceId} · ${name}`}</span>
            </li>
          ))}
        </ul>
      )}
      {kit.leftOut.length > 0 && (
        <p className="text-xs break-words text-muted">
          {t('rebuild.leftOut', { names: kit.leftOut.map(({ what }) => what).join(', ') })}
        </p>
      )}
    </>
  );
}
