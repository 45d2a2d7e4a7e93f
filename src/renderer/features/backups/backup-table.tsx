import {
  ChevronDown,
  ChevronRight,
  FileDown,
  FlaskConical,
  FolderOpen,
  ShieldCheck,
  ShieldX,
  TableProperties,
  Undo2,
} from 'lucide-react';
import { useState } from 'react';
import type { Backup } from '../../../shared/domain/backup.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { useFormat } from '../../ui/format.ts';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { DateTime, TimeAgo } from '../../ui/time.tsx';
import { toastBad, toastDone, toastError } from '../../ui/toasts.tsx';
import { BackupDetail } from './backup-detail.tsx';
import { LookInsideDialog } from './look-inside/look-inside-dialog.tsx';
import { RestoreTestDialog } from './restore-test-dialog.tsx';

export function BackupTable({
  backups,
  label,
}: {
  readonly backups: readonly Backup[];
  readonly label: string;
}) {
  const t = useText();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Table
      label={label}
      columns={[
        { title: t('backups.taken') },
        { title: t('backups.steps') },
        { title: t('backups.restoreTested') },
        { title: t('backups.reasonColumn') },
        { title: t('backups.size'), className: 'text-right' },
        { title: t('backups.rows'), className: 'text-right' },
        { title: t('backups.actions'), hidden: true },
      ]}
    >
      {backups.map((backup) => (
        <BackupRow
          key={backup.id}
          backup={backup}
          open={open === backup.id}
          onToggle={() => setOpen(open === backup.id ? null : backup.id)}
        />
      ))}
    </Table>
  );
}

function BackupRow({
  backup,
  open,
  onToggle,
}: {
  readonly backup: Backup;
  readonly open: boolean;
  readonly onToggle: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const [isTesting, setTesting] = useState(false);
  const [isLooking, setLooking] = useState(false);
  const verify = useAction(async () => {
    try {
      const result = await call('backup.verify', { backupId: backup.id });
      if (result.backup.verification === 'verified') toastDone(t('backups.verifyDone'));
      else toastBad(t('backups.verifyBad'));
    } catch (error) {
      toastError(error);
    }
  });
  const save = useAction(async () => {
    try {
      const { path } = await call('backup.save', { backupId: backup.id });
      if (path !== null) toastDone(`${t('backups.saved', { file: path })} ${t('backups.savedPlain')}`);
    } catch (error) {
      toastError(error);
    }
  });
  const sound = backup.verification === 'verified';
  const rows = Object.values(backup.rowCounts).reduce((total, count) => total + count, 0);
  return (
    <>
      <Row className={open ? 'border-0' : undefined}>
        <Cell className="whitespace-nowrap">
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="flex items-center gap-1.5 rounded text-left hover:text-accent"
          >
            {open ? (
              <ChevronDown aria-hidden className="size-4 text-faint" />
            ) : (
              <ChevronRight aria-hidden className="size-4 text-faint" />
            )}
            <span>
              <DateTime short at={backup.takenAt} className="font-medium" />
              <TimeAgo at={backup.takenAt} className="ml-2 text-xs text-faint" />
            </span>
          </button>
        </Cell>
        <Cell>
          <span className="flex flex-wrap items-center gap-1.5">
            <Badge tone={sound ? 'up' : 'down'}>
              {sound ? (
                <ShieldCheck aria-hidden className="size-3.5" />
              ) : (
                <ShieldX aria-hidden className="size-3.5" />
              )}
              {t(`backups.state.${backup.verification}`)}
            </Badge>
            {backup.missing && <Badge tone="degraded">{t('backups.missing')}</Badge>}
          </span>
        </Cell>
        <Cell className="whitespace-nowrap">
          {backup.restoreTest?.state === 'failed' ? (
            <Badge tone="down">{t('backups.test.failedShort')}</Badge>
          ) : backup.restoreTestedAt === null ? (
            <span className="text-faint">{t('common.none')}</span>
          ) : (
            <DateTime short at={backup.restoreTestedAt} />
          )}
        </Cell>
        <Cell className="whitespace-nowrap text-muted">{t(`backups.reason.${backup.reason}`)}</Cell>
        <Cell
          className="text-right whitespace-nowrap"
          title={[
            backup.storedBytes !== null &&
              t('backups.storedSize', { size: format.bytes(backup.storedBytes) }),
            backup.transferredBytes !== null &&
              t('backups.transferred', { size: format.bytes(backup.transferredBytes) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        >
          {format.bytes(backup.bytes)}
        </Cell>
        <Cell className="text-right">{format.number(rows)}</Cell>
        <Cell className="py-1">
          <span className="flex items-center justify-end gap-0.5">
            <IconButton
              icon={ShieldCheck}
              label={t('backups.verify')}
              busy={verify.busy}
              disabled={backup.missing}
              onClick={() => void verify.run()}
            />
            <IconButton
              icon={FlaskConical}
              label={t('backups.test.action')}
              disabled={!sound || backup.missing}
              onClick={() => setTesting(true)}
            />
            <IconButton
              icon={TableProperties}
              label={t('backups.inside.action')}
              disabled={backup.missing}
              onClick={() => setLooking(true)}
            />
            <IconButton
              icon={FileDown}
              label={t('backups.save')}
              busy={save.busy}
              disabled={!sound || backup.missing}
              onClick={() => void save.run()}
            />
            <IconButton
              icon={FolderOpen}
              label={t('backups.show')}
              disabled={backup.missing}
              onClick={() => void call('app.show-backup', { backupId: backup.id }).catch(toastError)}
            />
            <Button
              size="sm"
              icon={Undo2}
              className="ml-1"
              disabled={!sound || backup.missing}
              onClick={() => openDialog({ kind: 'restore', backupId: backup.id })}
            >
              {t('backups.restore')}
            </Button>
          </span>
        </Cell>
      </Row>
      {isLooking && <LookInsideDialog backup={backup} onClose={() => setLooking(false)} />}
      {isTesting && <RestoreTestDialog backup={backup} onClose={() => setTesting(false)} />}
      {open && (
        <Row>
          <Cell colSpan={7} className="pt-0 pb-3">
            <BackupDetail backup={backup} />
          </Cell>
        </Row>
      )}
    </>
  );
}
