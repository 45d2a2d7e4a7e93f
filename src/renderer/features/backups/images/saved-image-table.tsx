import { HardDriveUpload, ShieldCheck, ShieldX, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { HostView } from '../../../../shared/domain/host.ts';
import type { SavedImage } from '../../../../shared/domain/image.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { useFormat } from '../../../ui/format.ts';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { DateTime, TimeAgo } from '../../../ui/time.tsx';
import { toastBad, toastDone, toastError } from '../../../ui/toasts.tsx';
import { LoadImageDialog } from './load-image-dialog.tsx';
import { RemoveImageDialog } from './remove-image-dialog.tsx';

/** The images on this computer, of every server: one may be loaded onto another. */
export function SavedImageTable({
  saved,
  host,
  isConnected,
  onChanged,
}: {
  readonly saved: readonly SavedImage[];
  readonly host: HostView;
  readonly isConnected: boolean;
  readonly onChanged: () => void;
}) {
  const t = useText();
  return (
    <Table
      tall
      label={t('images.list')}
      columns={[
        { title: t('images.savedAt') },
        { title: t('images.image') },
        { title: t('images.from') },
        { title: t('images.verified') },
        { title: t('images.size'), className: 'text-right' },
        { title: t('images.own'), className: 'text-right' },
        { title: t('images.actions'), hidden: true },
      ]}
    >
      {saved.map((image) => (
        <SavedImageRow
          key={image.id}
          image={image}
          host={host}
          isConnected={isConnected}
          onChanged={onChanged}
        />
      ))}
    </Table>
  );
}

function SavedImageRow({
  image,
  host,
  isConnected,
  onChanged,
}: {
  readonly image: SavedImage;
  readonly host: HostView;
  readonly isConnected: boolean;
  readonly onChanged: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const [dialog, setDialog] = useState<'load' | 'remove' | null>(null);
  const sound = image.verification === 'verified';
  const Shield = sound ? ShieldCheck : ShieldX;
  const verify = useAction(async () => {
    try {
      const { saved } = await call('images.verify', { savedId: image.id });
      if (saved.verification === 'verified') toastDone(t('images.verifyDone'));
      else toastBad(t('images.verifyBad'));
    } catch (error) {
      toastError(error);
    } finally {
      onChanged();
    }
  });
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <DateTime short at={image.savedAt} className="font-medium" />
        <TimeAgo at={image.savedAt} className="ml-2 text-xs text-faint" />
      </Cell>
      <Cell className="max-w-80 font-mono text-xs break-all" title={image.imageId}>
        {image.reference}
      </Cell>
      <Cell className="whitespace-nowrap text-muted">{image.hostName}</Cell>
      <Cell title={image.detail}>
        <Badge tone={sound ? 'up' : 'down'}>
          <Shield aria-hidden className="size-3.5" />
          {t(`backups.state.${image.verification}`)}
        </Badge>
      </Cell>
      <Cell className="text-right whitespace-nowrap">{format.bytes(image.storedBytes)}</Cell>
      <Cell className="text-right whitespace-nowrap text-muted">{format.bytes(image.ownBytes)}</Cell>
      <Cell className="py-1">
        <span className="flex items-center justify-end gap-1">
          <IconButton
            icon={ShieldCheck}
            label={t('images.verify')}
            busy={verify.busy}
            onClick={() => void verify.run()}
          />
          <IconButton icon={Trash2} label={t('images.remove')} onClick={() => setDialog('remove')} />
          <Button
            size="sm"
            icon={HardDriveUpload}
            disabled={!sound || !isConnected}
            onClick={() => setDialog('load')}
          >
            {t('images.load')}
          </Button>
        </span>
        {dialog === 'load' && <LoadImageDialog image={image} host={host} onClose={() => setDialog(null)} />}
        {dialog === 'remove' && (
          <RemoveImageDialog
            image={image}
            onClose={() => {
              setDialog(null);
              onChanged();
            }}
          />
        )}
      </Cell>
    </Row>
  );
}
