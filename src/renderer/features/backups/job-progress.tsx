import type { JobProgress } from '../../../shared/domain/job.ts';
import { type Text, useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';

const phases = [
  'connect',
  'pack',
  'unpack',
  'compare',
  'snapshot',
  'copy',
  'replay',
  'integrity',
  'foreign-keys',
  'row-counts',
  'sha256',
  'verify',
  'stop',
  'safety-copy',
  'upload',
  'put-files',
  'swap',
  'start',
  'health',
  'query',
  'rollback',
] as const;

/** The name of a phase; one that this window does not know yet is still said to be work. */
function phaseName(t: Text, phase: string): string {
  const known = phases.find((each) => each === phase);
  return t(`backups.phase.${known ?? 'other'}`);
}

/** What is being done, how far, how fast, how long still. */
export function JobProgressView({
  label,
  progress,
}: {
  readonly label: string;
  readonly progress: JobProgress | null;
}) {
  const t = useText();
  const format = useFormat();
  const known = progress !== null && progress.doneBytes !== null && progress.totalBytes;
  return (
    <div className="flex flex-col gap-2 rounded-lg bg-canvas px-3 py-2.5">
      <p role="status" className="font-medium">
        {progress ? phaseName(t, progress.phase) : t('backups.phase.connect')}
      </p>
      <ProgressBar
        label={label}
        value={known ? (progress.doneBytes ?? 0) / (progress.totalBytes ?? 1) : null}
      />
      <p className="flex min-h-4 gap-3 text-xs text-muted">
        {known && (
          <span>{`${format.bytes(progress.doneBytes ?? 0)} / ${format.bytes(progress.totalBytes ?? 0)}`}</span>
        )}
        {progress?.bytesPerSecond != null && (
          <span>{t('shell.rate', { bytes: format.bytes(progress.bytesPerSecond) })}</span>
        )}
        {progress?.remainingMs != null && (
          <span className="ml-auto">
            {t('shell.remaining', { time: format.duration(progress.remainingMs) })}
          </span>
        )}
      </p>
    </div>
  );
}
