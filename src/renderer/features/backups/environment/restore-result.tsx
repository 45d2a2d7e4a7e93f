import type { EnvironmentRestoreResult } from '../../../../shared/domain/environment.ts';
import { useText } from '../../../app/i18n.ts';
import { CommandPreview } from '../../../ui/command-preview.tsx';

/** Commands that are a person's to run. */
export function CommandsToRun({
  title,
  commands,
}: {
  readonly title: string;
  readonly commands: readonly string[];
}) {
  if (commands.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 font-semibold">{title}</h3>
      <CommandPreview commands={commands} />
    </div>
  );
}

/** What became of a file that was put back. */
export function RestoreResult({
  result,
  afterwards,
}: {
  readonly result: EnvironmentRestoreResult;
  readonly afterwards: string;
}) {
  const t = useText();
  const isBad = result.outcome === 'rolled-back';
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className={isBad ? 'font-medium text-degraded' : 'font-medium text-up'}>
        {t(`environment.outcome.${result.outcome}`)}
      </p>
      {result.reason && (
        <p className="rounded-md bg-sunken px-3 py-2 font-mono text-xs break-words">{result.reason}</p>
      )}
      {result.safetySnapshot !== null && (
        <p className="text-xs text-muted">
          {t('environment.safetyKept', { snapshot: result.safetySnapshot })}
        </p>
      )}
      {result.outcome === 'restored' && <CommandsToRun title={afterwards} commands={result.commands} />}
    </div>
  );
}
