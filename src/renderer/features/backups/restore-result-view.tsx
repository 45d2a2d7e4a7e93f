import { CircleCheck, Undo2 } from 'lucide-react';
import type { RestoreResult } from '../../../shared/domain/backup.ts';
import { useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';

export function RestoreResultView({
  result,
  restoredText,
  rolledBackText,
  safetyText,
}: {
  readonly result: Omit<RestoreResult, 'safetyBackupId'>;
  readonly restoredText: string;
  readonly rolledBackText: string;
  /** Where what was there before is kept; null when there was nothing. */
  readonly safetyText: string | null;
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
      <p className="max-w-lg text-muted">{restored ? restoredText : rolledBackText}</p>
      {result.reason && (
        <p className="max-w-lg rounded-md bg-sunken px-3 py-2 font-mono text-xs break-words">
          {result.reason}
        </p>
      )}
      <p className="text-xs text-faint">
        {t('backups.wizard.downtimeWas', { time: format.duration(result.downtimeMs) })}
      </p>
      {safetyText && <p className="text-xs text-faint">{safetyText}</p>}
    </div>
  );
}
