import { create } from 'zustand';
import type { JobProgress } from '../../../shared/domain/job.ts';
import { type ErrorShape, isAbort, toErrorShape } from '../../../shared/errors.ts';
import { i18n } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { type DatabaseKey, databaseKey } from '../../stores/backups.ts';
import { toastBad, toastDone, toastError } from '../../ui/toasts.tsx';

/** A backup that this window asked for. */
export interface BackupRun {
  readonly state: 'running' | 'failed';
  readonly progress: JobProgress | null;
  readonly error: ErrorShape | null;
  readonly cancel: () => void;
}

const useRuns = create<{ runs: Readonly<Record<string, BackupRun>> }>(() => ({ runs: {} }));

export function useBackupRun(database: DatabaseKey | null): BackupRun | null {
  return useRuns((state) => (database === null ? null : (state.runs[databaseKey(database)] ?? null)));
}

function put(key: string, run: BackupRun | null): void {
  useRuns.setState(({ runs }) => {
    const { [key]: _old, ...others } = runs;
    return { runs: run === null ? others : { ...others, [key]: run } };
  });
}

export function forgetRun(database: DatabaseKey): void {
  put(databaseKey(database), null);
}

/** Backs up one database after another: two at once would only share one line to the server. */
export async function backUp(databases: readonly DatabaseKey[]): Promise<void> {
  for (const database of databases) await backUpOne(database);
}

async function backUpOne(database: DatabaseKey): Promise<void> {
  const key = databaseKey(database);
  if (useRuns.getState().runs[key]?.state === 'running') return;
  const abort = new AbortController();
  const cancel = (): void => abort.abort();
  put(key, { state: 'running', progress: null, error: null, cancel });
  try {
    const { hostId, serviceId, databaseId } = database;
    const { backup } = await call(
      'backup.create',
      { hostId, serviceId, databaseId },
      {
        signal: abort.signal,
        onEvent: (progress) => put(key, { state: 'running', progress, error: null, cancel }),
      },
    );
    put(key, null);
    if (backup.verification === 'verified')
      toastDone(i18n.t('backups.doneToast', { database: `${backup.serviceId} · ${databaseId}` }));
    else toastBad(i18n.t('backups.verifyBad'));
  } catch (error) {
    if (isAbort(error)) {
      put(key, null);
      return;
    }
    put(key, { state: 'failed', progress: null, error: toErrorShape(error), cancel });
    toastError(error);
  }
}
