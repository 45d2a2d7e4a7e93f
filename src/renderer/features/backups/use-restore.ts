import { useEffect, useRef, useState } from 'react';
import type { Backup, RestoreResult } from '../../../shared/domain/backup.ts';
import type { JobProgress } from '../../../shared/domain/job.ts';
import { type ErrorShape, toErrorShape } from '../../../shared/errors.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import type { DatabaseKey } from '../../stores/backups.ts';
import { toastDone, toastError } from '../../ui/toasts.tsx';

export interface Restore<R = RestoreResult> {
  readonly running: boolean;
  readonly progress: JobProgress | null;
  readonly result: R | null;
  readonly error: ErrorShape | null;
  readonly start: (planId: string, reason: string) => void;
  readonly cancel: () => void;
  readonly clear: () => void;
}

interface RunOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (progress: JobProgress) => void;
}

/** Of a database's backup, into its own database or another one. */
export function useRestore({ id: backupId }: Backup, target: DatabaseKey, force: boolean): Restore {
  const { hostId, serviceId, databaseId } = target;
  return useRestoreRun(({ planId, reason }, options) =>
    call('backup.restore', { hostId, serviceId, databaseId, backupId, planId, force, reason }, options),
  );
}

/**
 * One restore. It goes on when its dialog is closed (half a restore is nobody's wish); its end is then told by a
 * toast instead.
 */
export function useRestoreRun<R extends { readonly outcome: RestoreResult['outcome'] }>(
  work: (confirmed: { planId: string; reason: string }, options: RunOptions) => Promise<{ result: R }>,
): Restore<R> {
  const t = useText();
  const [running, setRunning] = useState(false);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [result, setResult] = useState<R | null>(null);
  const [error, setError] = useState<ErrorShape | null>(null);
  const abort = useRef<AbortController | null>(null);
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);

  const run = async (planId: string, reason: string): Promise<void> => {
    abort.current = new AbortController();
    setRunning(true);
    setError(null);
    setProgress(null);
    try {
      const { result: outcome } = await work(
        { planId, reason },
        { signal: abort.current.signal, onEvent: setProgress },
      );
      if (shown.current) setResult(outcome);
      else
        toastDone(
          t(outcome.outcome === 'restored' ? 'backups.wizard.restored' : 'backups.wizard.rolledBack'),
        );
    } catch (thrown) {
      if (shown.current) setError(toErrorShape(thrown));
      else toastError(thrown);
    } finally {
      setRunning(false);
    }
  };

  return {
    running,
    progress,
    result,
    error,
    start: (planId, reason) => void run(planId, reason),
    cancel: () => abort.current?.abort(),
    clear: () => setError(null),
  };
}
