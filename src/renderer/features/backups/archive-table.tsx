import { ShieldCheck, ShieldX, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Archive } from '../../../shared/domain/archive.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { useFormat } from '../../ui/format.ts';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { DateTime, TimeAgo } from '../../ui/time.tsx';
import { toastBad, toastDone, toastError } from '../../ui/toasts.tsx';
import { ArchiveRemoveDialog } from './archive-remove-dialog.tsx';

/** The archives of a host, newest first. */
export function ArchiveTable({
  archives,
  onChanged,
  onRestore,
}: {
  readonly archives: readonly Archive[];
  readonly onChanged: () => void;
  readonly onRestore: (archive: Archive) => void;
}) {
  const t = useText();
  return (
    <Table
      tall
      label={t('archives.list')}
      columns={[
        { title: t('archives.taken') },
        { title: t('archives.folder') },
        { title: t('archives.verified') },
        { title: t('archives.kind') },
        { title: t('archives.files'), className: 'text-right' },
        { title: t('archives.size'), className: 'text-right' },
        { title: t('archives.actions'), hidden: true },
      ]}
    >
      {archives.map((archive) => (
        <ArchiveRow key={archive.id} archive={archive} onChanged={onChanged} onRestore={onRestore} />
      ))}
    </Table>
  );
}

function ArchiveRow({
  archive,
  onChanged,
  onRestore,
}: {
  readonly archive: Archive;
  readonly onChanged: () => void;
  readonly onRestore: (archive: Archive) => void;
}) {
  const t = useText();
  const format = useFormat();
  const [isRemoving, setRemoving] = useState(false);
  const sound = archive.verification === 'verified';
  const Shield = sound ? ShieldCheck : ShieldX;
  const verify = useAction(async () => {
    try {
      const { archive: checked } = await call('archive.verify', { archiveId: archive.id });
      if (checked.verification === 'verified') toastDone(t('archives.verifyDone'));
      else toastBad(t('archives.verifyBad'));
    } catch (error) {
      toastError(error);
    } finally {
      onChanged();
    }
  });
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <DateTime short at={archive.takenAt} className="font-medium" />
        <TimeAgo at={archive.takenAt} className="ml-2 text-xs text-faint" />
      </Cell>
      <Cell className="font-mono text-xs break-all">{`${archive.serviceId} · ${archive.mountPath}`}</Cell>
      <Cell>
        <span className="flex flex-wrap items-center gap-1.5">
          <Badge tone={sound ? 'up' : 'down'}>
            <Shield aria-hidden className="size-3.5" />
            {t(`backups.state.${archive.verification}`)}
          </Badge>
          {sound && <TimeAgo at={archive.checkedAt} className="text-xs text-faint" />}
          {archive.missing && <Badge tone="degraded">{t('backups.missing')}</Badge>}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap text-muted">{t(`backups.reason.${archive.reason}`)}</Cell>
      <Cell className="text-right">{format.number(archive.files)}</Cell>
      <Cell className="text-right whitespace-nowrap">{format.bytes(archive.fileBytes)}</Cell>
      <Cell className="py-1">
        <span className="flex items-center justify-end gap-1">
          <IconButton
            icon={ShieldCheck}
            label={t('archives.verify')}
            busy={verify.busy}
            disabled={archive.missing}
            onClick={() => void verify.run()}
          />
          <IconButton icon={Trash2} label={t('archives.remove')} onClick={() => setRemoving(true)} />
          <Button
            size="sm"
            icon={Undo2}
            disabled={!sound || archive.missing}
            onClick={() => onRestore(archive)}
          >
            {t('archives.restore')}
          </Button>
        </span>
        {isRemoving && (
          <ArchiveRemoveDialog
            archive={archive}
            onClose={() => {
              setRemoving(false);
              onChanged();
            }}
          />
        )}
      </Cell>
    </Row>
  );
}
