import { randomUUID } from 'node:crypto';
import type { ArchiveRestoreResult } from '../../../shared/domain/archive.ts';
import { isAbort, RondaError } from '../../../shared/errors.ts';
import { dockerStatus } from '../../hosts/docker/docker-error.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { formatBytes } from '../durable-files.ts';
import { type CheckHealth, createRestoreActions, type RestoreActions } from '../restore-actions.ts';
import { mountSource, type RestoreHelper, startHelper } from '../restore-helper.ts';
import { archiveRestorePrefix } from '../restore-journal.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import type { ArchiveCatalogue } from './archive-catalogue.ts';
import {
  type ArchiveRestoreJournal,
  type ArchiveRestoreRecord,
  type ArchiveRestoreStep,
  archiveStopBegan,
  putBegan,
} from './archive-restore-journal.ts';
import type { FindServices } from './find-sources.ts';
import type { ArchiveSummary } from './inspect-archive.ts';
import { keepArchive } from './keep-archive.ts';
import { type PlannedArchiveRestore, planArchiveRestore } from './plan-archive-restore.ts';
import { commitArchive, putChecked, undoArchive } from './put-archive.ts';
import { withVerified } from './verify-archive.ts';

export interface ArchiveRestoreDeps extends OpenStoredDeps {
  readonly catalogue: ArchiveCatalogue;
  readonly findServices: FindServices;
  readonly clock: Clock;
  readonly log: Log;
  readonly backupFolder: () => string;
  readonly journal: ArchiveRestoreJournal;
  /** Asked in addition to Docker's own health; null where nobody checks. */
  readonly checkHealth: CheckHealth | null;
}

type Note = (step: ArchiveRestoreStep, data?: unknown) => Promise<void>;

/** Room beyond the files themselves: folders, and what a file system keeps to itself. */
const probeRoom = 'df -Pk "$1" 2>/dev/null | { read -r _; read -r _ _ _ free _; echo "$free"; }';
const probeWritable = ': > "$1/.ronda-try-$2" && rm -f "$1/.ronda-try-$2"';

/**
 * Puts an archive in place of what a folder holds. What can fail without need is done while the services still run: the
 * archive is read whole again, the helper started, the room looked at. Then the containers stop, what is there becomes
 * an archive itself, the content is replaced, and they start. What does not become healthy is rolled back.
 *
 * Call it under the source's lock and those of the databases in it.
 * @throws RondaError when nothing was changed (the services run on their old files), or `backup.restore-interrupted`
 * when the link was lost: the journal then says where, and recovery goes on from there
 */
export async function runArchiveRestore(
  deps: ArchiveRestoreDeps,
  connection: HostConnection,
  request: { readonly archiveId: string; readonly planId: string },
  report: (progress: ProgressReport) => void,
  jobSignal: AbortSignal,
): Promise<ArchiveRestoreResult> {
  const signal = AbortSignal.any([jobSignal, connection.signal]);
  report({ phase: 'verify' });
  const planned = await planArchiveRestore(deps, connection, request.archiveId, signal);
  if (planned.plan.planId !== request.planId) throw new RondaError('backup.plan-outdated');
  // The safety archive's key is asked for while the services still run.
  await deps.keys.forNew();
  return withVerified(
    { ...deps, now: deps.clock.now },
    request.archiveId,
    report,
    signal,
    async ({ summary, file, refusal }) => {
      if (!summary) throw refusal ?? new RondaError('archive.not-found');
      return carryOut(deps, connection, planned, { file, summary }, report, signal);
    },
  );
}

async function carryOut(
  deps: ArchiveRestoreDeps,
  connection: HostConnection,
  planned: PlannedArchiveRestore,
  verified: { readonly file: string; readonly summary: ArchiveSummary },
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<ArchiveRestoreResult> {
  const record = recordOf(planned);
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
    helper = await startHelper(docker, record, connection.signal);
    await requireRoom(helper, record, verified.summary.bytes);

    signal.throwIfAborted();
    await note('stopping');
    const stoppedAt = deps.clock.now();
    report({ phase: 'stop' });
    await actions.stopAll();
    await note('stopped');
    const safety = await keepSafety(deps, docker, planned, report, signal);
    await note('safe', { safetyArchiveId: safety.id });
    signal.throwIfAborted();

    await note('putting');
    await put(helper, record, verified.file, verified.summary, report, signal);
    await note('put');
    const reason = await startOn(deps.log, record, helper, actions, note, report);
    const downtimeMs = deps.clock.now() - stoppedAt;
    const outcome = reason === '' ? 'restored' : 'rolled-back';
    return { outcome, safetyArchiveId: safety.id, downtimeMs, reason };
  } catch (error) {
    if (error instanceof RondaError && error.code === 'archive.rollback-failed') throw error;
    if (connection.signal.aborted) throw interrupted(error);
    try {
      if (putBegan.has(reached)) {
        // First nobody may run on what is about to be moved.
        await actions.stopAll();
        if (helper) await undoArchive(helper);
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

/** True when no answer came at all: whether it was done is not known, and asking more would not help. */
const isLinkError = (error: unknown): boolean =>
  !(error instanceof RondaError) && dockerStatus(error) === null;

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
    await undoArchive(helper);
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

async function keepSafety(
  deps: ArchiveRestoreDeps,
  docker: HostConnection['docker'],
  { archive, world }: PlannedArchiveRestore,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
) {
  const { Id: id, Name, Image: imageId, Config } = world.own;
  const { Type, Destination } = world.mount;
  return keepArchive(
    { ...deps, docker, now: deps.clock.now, backupFolder: deps.backupFolder() },
    {
      key: archive,
      hostName: archive.hostName,
      source: {
        id: archive.sourceId,
        kind: Type === 'bind' ? 'bind' : 'volume',
        name: mountSource(world.mount),
        mountPath: Destination,
      },
      container: { id, name: Name.replace(/^\//, ''), imageId, image: Config.Image },
      reason: 'safety',
    },
    'safety-copy',
    report,
    signal,
  );
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
  path: string,
  { bytes: totalBytes, root }: ArchiveSummary,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  let doneBytes = 0;
  report({ phase: 'put-files', doneBytes, totalBytes });
  const onBytes = (count: number): void => {
    doneBytes += count;
    report({ phase: 'put-files', doneBytes, totalBytes });
  };
  try {
    await putChecked(helper, record.path, { path, root }, onBytes, signal);
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

function recordOf({ world, archive }: PlannedArchiveRestore): ArchiveRestoreRecord {
  const { Type, Name, Source, Destination, RW } = world.mount;
  return {
    restoreId: `${archiveRestorePrefix}${randomUUID()}`,
    key: { hostId: archive.hostId, serviceId: archive.serviceId, sourceId: archive.sourceId },
    hostName: archive.hostName,
    archiveId: archive.id,
    path: archive.mountPath,
    imageId: world.imageId,
    image: world.image,
    mount: { Type, ...(Name === undefined ? {} : { Name }), Source, Destination, RW },
    containers: world.stops.map(({ id, name, running }) => ({ id, name, running })),
  };
}
