import { HardDriveDownload, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { HostImage, SavedImage } from '../../../../shared/domain/image.ts';
import type { JobProgress } from '../../../../shared/domain/job.ts';
import { isAbort } from '../../../../shared/errors.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { useFormat } from '../../../ui/format.ts';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { TimeAgo } from '../../../ui/time.tsx';
import { toastBad, toastDone, toastError } from '../../../ui/toasts.tsx';
import { JobProgressView } from '../job-progress.tsx';
import { PushImageDialog } from './push-image-dialog.tsx';

/** What the services run on, each image once, with the day it was last saved. */
export function HostImageTable({
  images,
  saved,
  onSaved,
}: {
  readonly images: readonly HostImage[];
  readonly saved: readonly SavedImage[];
  readonly onSaved: () => void;
}) {
  const t = useText();
  return (
    <Table
      label={t('images.onHost')}
      columns={[
        { title: t('images.image') },
        { title: t('images.services') },
        { title: t('images.built') },
        { title: t('images.size'), className: 'text-right' },
        { title: t('images.kept') },
        { title: t('images.actions'), hidden: true },
      ]}
    >
      {images.map((image) => (
        <HostImageRow
          key={image.imageId}
          image={image}
          kept={
            saved.find(
              ({ hostId, imageId, verification }) =>
                hostId === image.hostId && imageId === image.imageId && verification === 'verified',
            ) ?? null
          }
          onSaved={onSaved}
        />
      ))}
    </Table>
  );
}

function HostImageRow({
  image,
  kept,
  onSaved,
}: {
  readonly image: HostImage;
  readonly kept: SavedImage | null;
  readonly onSaved: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const { hostId, reference } = image;
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [isPushing, setPushing] = useState(false);
  const abort = useRef<AbortController | null>(null);
  const save = useAction(async () => {
    abort.current = new AbortController();
    setProgress(null);
    try {
      const { saved } = await call(
        'images.save',
        { hostId, reference },
        { signal: abort.current.signal, onEvent: setProgress },
      );
      if (saved.verification === 'verified') toastDone(t('images.savedToast', { image: reference }));
      else toastBad(t('images.unsound', { image: reference }));
    } catch (error) {
      if (!isAbort(error)) toastError(error);
    } finally {
      onSaved();
    }
  });
  return (
    <>
      <Row className={save.busy ? 'border-0' : undefined}>
        <Cell
          className="max-w-80 font-mono text-xs break-all"
          title={image.digests.join('\n') || image.imageId}
        >
          {reference}
        </Cell>
        <Cell className="max-w-64 text-muted">{image.services.join(', ')}</Cell>
        <Cell className="whitespace-nowrap">
          {image.createdAt === null ? t('common.none') : <TimeAgo at={image.createdAt} />}
        </Cell>
        <Cell className="text-right whitespace-nowrap">{format.bytes(image.bytes)}</Cell>
        <Cell className="whitespace-nowrap">
          {kept ? <TimeAgo at={kept.savedAt} /> : <span className="text-faint">{t('images.notKept')}</span>}
        </Cell>
        <Cell className="py-1">
          <span className="flex items-center justify-end gap-1">
            {save.busy ? (
              <Button size="sm" onClick={() => abort.current?.abort()}>
                {t('common.cancel')}
              </Button>
            ) : (
              <>
                <IconButton icon={Upload} label={t('images.push')} onClick={() => setPushing(true)} />
                <Button
                  size="sm"
                  icon={HardDriveDownload}
                  aria-label={t('images.saveOf', { image: reference })}
                  onClick={() => void save.run()}
                >
                  {t('images.save')}
                </Button>
              </>
            )}
          </span>
          {isPushing && <PushImageDialog image={image} onClose={() => setPushing(false)} />}
        </Cell>
      </Row>
      {save.busy && (
        <Row>
          <Cell colSpan={6} className="pt-0">
            <JobProgressView label={t('images.saving', { image: reference })} progress={progress} />
          </Cell>
        </Row>
      )}
    </>
  );
}
