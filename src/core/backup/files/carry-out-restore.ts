import type { ArchiveRestoreResult } from '../../../shared/domain/archive.ts';
import { isAbort, RondaError } from '../../../shared/errors.ts';
import { dockerStatus, isLinkError } from '../../hosts/docker/docker-error.ts';
import { type HostConnection, isFar } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { formatBytes } from '../durable-files.ts';
import { holdContainers } from '../restore/hold-containers.ts';
import { type CheckHealth, createRestoreActions, type RestoreActions } from '../restore/restore-actions.ts';
import { mountSource, type RestoreHelper, startHelper } from '../restore/restore-helper.ts';
import {
  type ArchiveRestoreJournal,
  type ArchiveRestoreRecord,
  type ArchiveRestoreStep,
  archiveStopBegan,
  putBegan,
} from './archive-restore-journal.ts';
import { commitArchive } from './put-archive.ts';
import { undoPut } from './put-files.ts';

export interface CarryOutDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: ArchiveRestoreJournal;
  readonly locks: DatabaseLocks;
  /** Asked in addition to Docker's own health; null where nobody checks. */
  readonly checkHealth: CheckHealth | null;
}

/** What differs between putting a whole archive back and putting some files back. */
export interface RestoreWork {
  /** Of the new content, uncompressed. */
  readonly bytes: number;
  /** Keeps what is there, while everything stands still. @returns under which id */
  keepSafety(
    docker: HostConnection['docker'],
    report: (progress: ProgressReport) => void,
    signal: AbortSignal,
  ): Promise<string>;
  /** Puts the new content and keeps the old aside; on failure the old content is back before it throws. */
  put(helper: RestoreHelper, onBytes: (count: number) => void, signal: AbortSignal): Promise<void>;
}

export type CarriedOut = Omit<ArchiveRestoreResult, 'safetyArchiveId'> & { readonly safetyId: string };

type Note = (step: ArchiveRestoreStep, data?: unknown) => Promise<void>;

/** Room beyond the files themselves: folders, and what a file system keeps to itself. */
const probeRoom = 'df -Pk "$1" 2>/dev/null | { read -r _; read -r _ _ _ free _; echo "$free"; }';
const probeWritable = ': > "$1/.ronda-try-$2" && rm -f "$1/.ronda-try-$2"';

/**
 * Carries out what was planned: the containers stop, what is there is kept, the new content put, and they start. What
 * does not become healthy is rolled back. Every step is in the journal before it is done, so that whoever comes after a
 * killed console or a lost link can go on from there. Call it under the source's lock; it holds the containers that stop.
 * @throws RondaError when nothing was changed (the services run on their old files), `backup.restore-interrupted` when
 * the link was lost, `archive.rollback-failed`
 */
export function carryOutRestore(
  deps: CarryOutDeps,
  connection: HostConnection,
  record: ArchiveRestoreRecord,
  work: RestoreWork,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<CarriedOut> {
  return holdContainers(deps.locks, record, () => carryOut(deps, connection, record, work, report, signal));
}

async function carryOut(
  deps: CarryOutDeps,
  connection: HostConnection,
  record: ArchiveRestoreRecord,
  work: RestoreWork,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<CarriedOut> {
  let reached: ArchiveRestoreStep = 'begun';
  const note: Note = async (step, data) => {
    await deps.journal.note(record.restoreId, step, data);
    reached = step;
  };
  const interrupted = (error: unknown): RondaError => {
    const { hostName: host, key } = record;
    const params = { host, step: reached, detail: plainDetail(error), service: key.serviceId };
    return new RondaError('backup.restore-interrupted', params, { cause: error });
  };

  await note('begun', record);
  let helper: RestoreHelper | null = null;
  // Once files are replaced only a lost link stops the way to a healthy service: a half-done restore helps nobody.
  const actions = createRestoreActions({ ...deps, docker: connection.docker }, record, connection.signal);
  try {
    const docker = await connection.bulkDocker(signal);
    helper = await startHelper(docker, record, connection.signal, isFar(connection));
    await requireRoom(helper, record, work.bytes);

    signal.throwIfAborted();
    await note('stopping');
    const stoppedAt = deps.clock.now();
    report({ phase: 'stop' });
    await actions.stopAll();
    await note('stopped');
    const safetyId = await work.keepSafety(docker, report, signal);
    await note('safe', { safetyId });
    signal.throwIfAborted();
    await actions.requireStill();

    await note('putting');
    await put(helper, record, work, report, signal);
    await note('put');
    const reason = await startOn(deps.log, record, helper, actions, note, report);
    const downtimeMs = deps.clock.now() - stoppedAt;
    const outcome = reason === '' ? 'restored' : 'rolled-back';
    return { outcome, safetyId, downtimeMs, reason };
  } catch (error) {
    if (error instanceof RondaError && error.code === 'archive.rollback-failed') throw error;
    if (connection.signal.aborted) throw interrupted(error);
    try {
      if (putBegan.has(reached)) {
        // First nobody may run on what is about to be moved.
        await actions.stopAll();
        if (helper) await undoPut(helper, record);
      }
      await helper?.remove();
      if (archiveStopBegan.has(reached) || putBegan.has(reached)) await actions.startAll();
      await note('ended', { outcome: 'refused', reason: plainDetail(error) });
    } catch (cleanUpError) {
      throw interrupted(cleanUpError);
    }
    throw error;
  }
}

/** @returns an empty string when the services are healthy on the new files, else why it was rolled back */
async function startOn(
  log: Log,
  record: ArchiveRestoreRecord,
  helper: RestoreHelper,
  actions: RestoreActions,
  note: Note,
  report: (progress: ProgressReport) => void,
): Promise<string> {
  let problem: string;
  try {
    await note('starting');
    report({ phase: 'start' });
    await actions.startAll();
    report({ phase: 'health' });
    problem = await actions.waitUntilHealthy();
  } catch (error) {
    if (isLinkError(error)) throw error;
    problem = plainDetail(error) || 'it could not be started';
  }
  if (problem === '') {
    await note('committing');
    try {
      await commitArchive(helper);
      await helper.remove();
      await note('ended', { outcome: 'restored' });
    } catch (error) {
      // The restore is done, and nothing may undo it any more; what was kept aside goes at the next connection.
      log.warn('the old files could not be removed yet', { error: plainDetail(error) });
    }
    return '';
  }
  await note('rolling-back', { reason: problem });
  report({ phase: 'rollback' });
  try {
    await actions.stopAll();
    await undoPut(helper, record);
    await actions.startAll();
    const afterwards = await actions.waitUntilHealthy();
    await helper.remove();
    await note('ended', { outcome: 'rolled-back', reason: problem });
    return afterwards === '' ? problem : `${problem}. On its old files: ${afterwards}`;
  } catch (error) {
    const aside = `${record.path}/.ronda-old-${record.restoreId}`;
    const params = { reason: problem, detail: plainDetail(error), aside };
    throw new RondaError('archive.rollback-failed', params, { cause: error });
  }
}

/** Old and new lie beside each other until the services are healthy. */
async function requireRoom(
  helper: RestoreHelper,
  record: ArchiveRestoreRecord,
  bytes: number,
): Promise<void> {
  const volume = mountSource(record.mount);
  try {
    await helper.run('probe', probeWritable);
  } catch (error) {
    const detail = error instanceof RondaError ? String(error.params.detail ?? '') : plainDetail(error);
    if (!/read-only|permission denied/i.test(detail)) throw error;
    throw new RondaError('backup.target-read-only', { volume, detail }, { cause: error });
  }
  const free = Number.parseInt(await helper.run('room', probeRoom), 10) * 1024;
  if (free < bytes) throw new RondaError('archive.target-full', { volume, needed: formatBytes(bytes) });
}

async function put(
  helper: RestoreHelper,
  record: ArchiveRestoreRecord,
  work: RestoreWork,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const totalBytes = work.bytes;
  let doneBytes = 0;
  report({ phase: 'put-files', doneBytes, totalBytes });
  const onBytes = (count: number): void => {
    doneBytes += count;
    report({ phase: 'put-files', doneBytes, totalBytes });
  };
  try {
    await work.put(helper, onBytes, signal);
  } catch (error) {
    if (error instanceof RondaError || isAbort(error) || signal.aborted) throw error;
    const detail = plainDetail(error);
    if (/no space left|disk quota/i.test(detail)) {
      const params = { volume: mountSource(record.mount), needed: formatBytes(totalBytes) };
      throw new RondaError('archive.target-full', params, { cause: error });
    }
    if (dockerStatus(error) === null) throw error;
    throw new RondaError(
      'backup.helper-failed',
      { host: record.hostName, step: 'put', detail },
      { cause: error },
    );
  }
}
