import { Download, Eye, EyeOff, Paperclip } from 'lucide-react';
import { useState } from 'react';
import type { Attachment } from '../../../shared/domain/attachment.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { IconButton } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { toastDone } from '../../ui/toasts.tsx';

/** A file of the timeline: it is never opened from here, only shown when it is a picture, or saved elsewhere. */
export function AttachmentView({
  incidentId,
  attachment,
}: {
  readonly incidentId: string;
  readonly attachment: Attachment;
}) {
  const t = useText();
  const format = useFormat();
  const { name, bytes, sha256 } = attachment;
  const [picture, setPicture] = useState<string | null>(null);
  const show = useAction(async () => {
    setPicture((await call('incidents.picture', { incidentId, sha256 })).dataUrl);
  });
  const save = useAction(async () => {
    const { path } = await call('incidents.export-attachment', { incidentId, sha256 });
    if (path !== null) toastDone(t('incidents.journalExported', { path }));
  });
  const error = show.error ?? save.error;
  const isPicture = /\.(png|jpe?g|webp)$/i.test(name);
  return (
    <div className="mt-1 flex flex-col gap-2">
      <div className="flex items-center gap-2 rounded-md border border-line bg-surface px-2 py-1">
        <Paperclip aria-hidden className="size-3.5 shrink-0 text-faint" />
        <span title={`sha256 ${sha256}`} className="min-w-0 flex-1 truncate text-xs">
          {name}
        </span>
        <span className="text-2xs whitespace-nowrap text-faint">{format.bytes(bytes)}</span>
        {isPicture && (
          <IconButton
            icon={picture === null ? Eye : EyeOff}
            busy={show.busy}
            label={t(picture === null ? 'incidents.showPicture' : 'incidents.hidePicture', { name })}
            onClick={() => (picture === null ? void show.run() : setPicture(null))}
          />
        )}
        <IconButton
          icon={Download}
          busy={save.busy}
          label={t('incidents.exportAttachment', { name })}
          onClick={() => void save.run()}
        />
      </div>
      {picture && (
        <img src={picture} alt={name} className="max-h-80 rounded-md border border-line object-contain" />
      )}
      {error && <ErrorPanel error={error} />}
    </div>
  );
}
