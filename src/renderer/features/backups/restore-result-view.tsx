import { CircleCheck, Undo2 } from 'lucide-react';
import type { Backup, RestoreResult } from '../../../shared/domain/backup.ts';
import { useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';

export function RestoreResultView({
  result,
  backup,
  file,
}: {
  readonly result: RestoreResult;
  readonly backup: Backup;
  readonly file: string;
}) {
  const t = useText();
  const format = useFormat();
  const restored = result.outcome === 'restored';
  const Icon = restored ? CircleCheck : Undo2;
  return (
    <div role="status" className="flex flex-col items-center gap-2 px-6 py-6 text-center">
      <Icon
        aria-hidden
        className={restored ? 'size-10 text-up' : 'size-10 text-degraded'}
        strokeWidth={1.5}
      />
      <h3 className="text-xl font-semibold">
        {restored ? t('backups.wizard.restored') : t('backups.wizard.rolledBack')}
      </h3>
      <p className="max-w-lg text-muted">
        {restored
          ? t('backups.wizard.restoredBody', { database: file, taken: format.dateTime(backup.takenAt) })
          : t('backups.wizard.rolledBackBody')}
      </p>
      {result.reason && (
        <p className="max-w-lg rounded-md bg-sunken px-3 py-2 font-mono text-xs break-words">
          {result.reason}
        </p>
      )}
      <p className="text-xs text-faint">
        {t('backups.wizard.downtimeWas', { time: format.duration(result.downtimeMs) })}
      </p>
      {result.safetyBackupId && <p className="text-xs text-faint">{t('backups.wizard.safetyKept')}</p>}
    </div>
  );
}
