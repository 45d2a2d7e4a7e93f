import { create } from 'zustand';
import type { Backup } from '../../../shared/domain/backup.ts';
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
  /** The same once more. */
  readonly retry: () => void;
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
  const retry = (): void => void backUpOne(database);
  const work = (options: RunOptions) => call('backup.create', plainKey(database), options);
  const backup = await runFor(database, work, retry);
  if (backup?.verification === 'verified')
    toastDone(i18n.t('backups.doneToast', { database: nameOf(database) }));
  else if (backup) toastBad(i18n.t('backups.verifyBad'));
}

/** Makes a backup of a file of this computer: one that was dropped, or the one that is chosen now. */
export async function importFile(database: DatabaseKey, dropped?: string): Promise<void> {
  const work = async (options: RunOptions) => {
    const file = dropped ?? (await call('app.choose-path', { kind: 'database' })).path;
    return file === null ? null : call('backup.import', { ...plainKey(database), file }, options);
  };
  const backup = await runFor(database, work, () => void importFile(database, dropped));
  if (backup) toastDone(i18n.t('backups.importedToast', { database: nameOf(database) }));
}

const nameOf = ({ serviceId, databaseId }: DatabaseKey): string => `${serviceId} · ${databaseId}`;
const plainKey = ({ hostId, serviceId, databaseId }: DatabaseKey): DatabaseKey => ({
  hostId,
  serviceId,
  databaseId,
});

interface RunOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (progress: JobProgress) => void;
}

/** @returns null when it was cancelled, failed (which is shown already) or runs already */
async function runFor(
  database: DatabaseKey,
  work: (options: RunOptions) => Promise<{ backup: Backup } | null>,
  retry: () => void,
): Promise<Backup | null> {
  const key = databaseKey(database);
  if (useRuns.getState().runs[key]?.state === 'running') return null;
  const abort = new AbortController();
  const cancel = (): void => abort.abort();
  put(key, { state: 'running', progress: null, error: null, cancel, retry });
  try {
    const done = await work({
      signal: abort.signal,
      onEvent: (progress) => put(key, { state: 'running', progress, error: null, cancel, retry }),
    });
    put(key, null);
    return done?.backup ?? null;
  } catch (error) {
    if (isAbort(error)) {
      put(key, null);
      return null;
    }
    put(key, { state: 'failed', progress: null, error: toErrorShape(error), cancel, retry });
    toastError(error);
    return null;
  }
}
