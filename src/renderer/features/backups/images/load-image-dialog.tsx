import { HardDriveUpload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { HostView } from '../../../../shared/domain/host.ts';
import type { SavedImage } from '../../../../shared/domain/image.ts';
import type { JobProgress } from '../../../../shared/domain/job.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandPreview } from '../../../ui/command-preview.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { useFormat } from '../../../ui/format.ts';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { toastDone } from '../../../ui/toasts.tsx';
import { JobProgressView } from '../job-progress.tsx';

const shortId = (id: string): string => id.slice(0, 'sha256:'.length + 12);

/** What a load brings and which tags move by it; then it is sent. */
export function LoadImageDialog({
  image,
  host,
  onClose,
}: {
  readonly image: SavedImage;
  readonly host: HostView;
  readonly onClose: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const plan = useQuery('images.plan-load', { savedId: image.id, hostId: host.id });
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const abort = useRef<AbortController | null>(null);
  const load = useAction(async () => {
    abort.current = new AbortController();
    await call(
      'images.load',
      { savedId: image.id, hostId: host.id },
      { signal: abort.current.signal, onEvent: setProgress },
    );
    toastDone(t('images.loadedToast', { image: image.reference, host: host.name }));
    onClose();
  });
  const shown = plan.data?.plan;
  const error = load.error ?? plan.error;
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('images.loadTitle', { host: host.name })}
      description={t('images.loadBody')}
      footer={
        <>
          {load.busy && <Button onClick={() => abort.current?.abort()}>{t('images.loadCancel')}</Button>}
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button
            variant="primary"
            icon={HardDriveUpload}
            busy={load.busy}
            disabled={!shown || shown.isThere}
            onClick={() => void load.run()}
          >
            {t('images.loadNow', { size: format.bytes(image.bytes) })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {error && <ErrorPanel error={error} onRetry={plan.reload} />}
        {load.busy && (
          <JobProgressView label={t('images.loading', { image: image.reference })} progress={progress} />
        )}
        {plan.loading && !shown && <SkeletonRows rows={3} />}
        {shown?.isThere && <p className="font-medium text-up">{t('images.isThere')}</p>}
        {shown && !shown.isThere && (
          <>
            <ul className="flex flex-col gap-1">
              {shown.tags.map(({ tag, currentId }) => (
                <li key={tag} className="flex flex-wrap items-baseline gap-2">
                  <span className="font-mono text-xs break-all">{tag}</span>
                  <span className={currentId === null ? 'text-muted' : 'text-degraded'}>
                    {currentId === null
                      ? t('images.tagNew')
                      : currentId === image.imageId
                        ? t('images.tagStays')
                        : t('images.tagMoves', { from: shortId(currentId) })}
                  </span>
                </li>
              ))}
            </ul>
            <CommandPreview commands={shown.commands} />
          </>
        )}
      </div>
    </Dialog>
  );
}
