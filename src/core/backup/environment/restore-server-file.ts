import { posix } from 'node:path';
import type Docker from 'dockerode';
import type { JobProgress } from '../../../shared/domain/job.ts';
import type { OperationContext } from '../../../shared/operation.ts';
import { messageOf } from '../take/take-backup.ts';
import type { EnvironmentDeps } from './environment-handlers.ts';
import { type FileContent, type FilePlace, type FileState, putFileBack } from './put-file-back.ts';
import { withServerFile } from './server-file-place.ts';

export interface FileRestorePorts
  extends Pick<EnvironmentDeps, 'connections' | 'locks' | 'jobs' | 'onJournal'> {
  readonly lockOf: (hostId: string) => Parameters<EnvironmentDeps['locks']['hold']>[0];
}

/** One snapshot of a file's history. */
export interface WhichSnapshot {
  readonly hostId: string;
  readonly historyId: string;
  readonly snapshot: number;
}

/** What became of a file that was to be put back. */
export interface FileRestored {
  readonly outcome: 'restored' | 'rolled-back' | 'unchanged';
  readonly reason: string;
  readonly safetySnapshot: number | null;
}

/**
 * Puts a file of a server back as a job, under its lock, and writes into the journal what came of it.
 * @param what how the journal calls the file's kind
 * @param why what the person gave as a reason; empty: none
 */
export async function runFileRestore<R extends FileRestored>(
  { locks, jobs, onJournal, lockOf }: FileRestorePorts,
  { hostId, snapshot }: WhichSnapshot,
  { what, path, why }: { readonly what: string; readonly path: string; readonly why: string },
  context: OperationContext<JobProgress>,
  restore: (signal: AbortSignal) => Promise<R>,
): Promise<R> {
  const journal = (event: 'restored' | 'rolled-back' | 'restore-failed', text: string): void =>
    onJournal({
      hostId,
      serviceId: '',
      event,
      text: `${what}: ${path}, snapshot ${snapshot}${text}${why === '' ? '' : ` (${why})`}`,
    });
  try {
    const result = await jobs.run(
      'restore',
      posix.basename(path),
      hostId,
      (_report, signal) => locks.hold(lockOf(hostId), () => restore(signal)),
      {
        signal: context.signal,
        onProgress: (progress) => {
          context.emit(progress).catch(() => undefined);
        },
      },
    );
    if (result.outcome === 'restored') journal('restored', '');
    if (result.outcome === 'rolled-back') journal('rolled-back', `: ${result.reason}`);
    return result;
  } catch (error) {
    journal('restore-failed', `: ${messageOf(error)}`);
    throw error;
  }
}

/**
 * Replaces a file of a server by what it once was: what stands there is kept first, and what stands there then is, too.
 * @param file `images` of the server, whose own tools may serve; `read` reads it as it is now
 * @param keep makes a snapshot of either, and tells its number
 * @param signals `job`: called off before anything is written; `connected`: until the end, for half way is no place to
 * stop
 */
export function replaceServerFile(
  file: {
    readonly docker: Docker;
    readonly hostName: string;
    readonly images: readonly string[];
    readonly path: string;
    readonly read: FilePlace['read'];
    readonly before: FileState;
    readonly wanted: FileContent;
  },
  keep: (which: 'before' | 'wanted') => Promise<number>,
  signals: { readonly job: AbortSignal; readonly connected: AbortSignal },
): Promise<FileRestored> {
  const { docker, hostName, images, path, read, before, wanted } = file;
  return withServerFile(docker, hostName, images, path, read, signals.connected, async (place) => {
    const safetySnapshot = await keep('before');
    signals.job.throwIfAborted();
    const reason = await putFileBack(place, path, before, wanted);
    if (reason !== null) return { outcome: 'rolled-back', reason, safetySnapshot };
    // A vault that was locked meanwhile undoes nothing: the next snapshot finds the file as it is now.
    await keep('wanted').catch(() => undefined);
    return { outcome: 'restored', reason: '', safetySnapshot };
  });
}
