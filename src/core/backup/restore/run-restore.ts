import { randomUUID } from 'node:crypto';
import type { BackupManifest, RestoreResult } from '../../../shared/domain/backup.ts';
import { isAbort, RondaError } from '../../../shared/errors.ts';
import { dockerStatus, isLinkError } from '../../hosts/docker/docker-error.ts';
import { type HostConnection, isFar } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { DatabaseKey } from '../catalogue/backup-paths.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { DatabaseLocks } from '../database-locks.ts';
import { formatBytes } from '../durable-files.ts';
import type { DatabaseSource } from '../find-containers.ts';
import type { Inspector } from '../inspect/inspector.ts';
import { openIntact } from '../inspect/verify-backup.ts';
import type { BackupKeys } from '../stored/backup-keys.ts';
import { holdContainers } from './hold-containers.ts';
import { judgeCompatibility } from './judge-compatibility.ts';
import { type PlannedRestore, planRestore, traitsOf } from './plan-restore.ts';
import { type CheckHealth, createRestoreActions, type RestoreActions } from './restore-actions.ts';
import { mountSource, type RestoreHelper, startHelper } from './restore-helper.ts';
import {
  type RestoreJournal,
  type RestoreRecord,
  type RestoreStep,
  stopBegan,
  swapBegan,
} from './restore-journal.ts';
import { discardOld, prepareNew, probeWritable, swapIn, undo } from './restore-scripts.ts';
import { takeSafetyCopy } from './take-safety-copy.ts';

export interface RestoreDeps {
  readonly inspector: Inspector;
  readonly keys: BackupKeys;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly backupFolder: () => string;
  readonly journal: RestoreJournal;
  readonly locks: DatabaseLocks;
  readonly checkHealth: CheckHealth | null;
}

export interface RestoreRequest {
  readonly key: DatabaseKey;
  readonly backupId: string;
  readonly planId: string;
  readonly force: boolean;
}

/**
 * Puts a backup in place of a service's database. Everything that can fail without need is done while the service
 * still runs: the backup is verified again, uploaded under another name and made ready. Only then the containers stop,
 * the safety copy is taken, the files change names, and they start. What does not become healthy is rolled back.
 *
 * Call it under the database's lock; it holds the containers that stop.
 * @throws RondaError when nothing was changed (the service runs on its old data), or `backup.restore-interrupted` when
 * the link was lost: the journal then says where, and recovery goes on from there
 */
export async function runRestore(
  deps: RestoreDeps,
  connection: HostConnection,
  source: DatabaseSource,
  request: RestoreRequest,
  report: (progress: ProgressReport) => void,
  jobSignal: AbortSignal,
): Promise<RestoreResult> {
  const signal = AbortSignal.any([jobSignal, connection.signal]);
  const { key, backupId, force } = request;
  report({ phase: 'verify' });
  const planned = await planRestore(deps, connection, key, source, backupId, force, signal);
  if (planned.plan.planId !== request.planId) throw new RondaError('backup.plan-outdated');
  // Asked now: a safety copy that cannot be encrypted must not be found out while the service stands still.
  await deps.keys.forNew();
  const opened = await openIntact({ ...deps, now: deps.clock.now }, backupId, report, signal);
  try {
    const record = recordOf(planned, source, key);
    return await holdContainers(deps.locks, record, () =>
      restoreFile(deps, connection, source, { planned, file: opened.file, record, force }, report, jobSignal),
    );
  } finally {
    await opened.close();
  }
}

/** The restore itself, of a file that is known to be whole. */
async function restoreFile(
  deps: RestoreDeps,
  connection: HostConnection,
  source: DatabaseSource,
  {
    planned,
    file,
    record,
    force,
  }: {
    readonly planned: PlannedRestore;
    readonly file: string;
    readonly record: RestoreRecord;
    readonly force: boolean;
  },
  report: (progress: ProgressReport) => void,
  jobSignal: AbortSignal,
): Promise<RestoreResult> {
  const signal = AbortSignal.any([jobSignal, connection.signal]);
  let reached: RestoreStep = 'begun';
  const note = async (step: RestoreStep, data?: unknown): Promise<void> => {
    await deps.journal.note(record.restoreId, step, data);
    reached = step;
  };
  const interrupted = (error: unknown): RondaError =>
    new RondaError(
      'backup.restore-interrupted',
      { host: source.hostName, step: reached, detail: plainDetail(error), service: source.service.id },
      { cause: error },
    );

  await note('begun', record);
  let helper: RestoreHelper | null = null;
  // After the swap only a lost link stops the way to a healthy service: a half-done restore helps nobody.
  const actions = createRestoreActions({ ...deps, docker: connection.docker }, record, connection.signal);
  try {
    const docker = await connection.bulkDocker(signal);
    helper = await startHelper(docker, record, connection.signal, isFar(connection));
    await upload(helper, { manifest: planned.manifest, file }, record, report, signal);
    await note('uploaded');

    signal.throwIfAborted();
    await note('stopping');
    const stoppedAt = deps.clock.now();
    report({ phase: 'stop' });
    await actions.stopAll();
    await note('stopped');
    const safety = await takeSafetyCopy(deps, helper, record, report, signal);
    if (safety === null && planned.world.current !== null)
      throw new RondaError('backup.helper-failed', {
        host: source.hostName,
        step: 'safety-copy',
        detail: `${record.path} was there, and is not any more`,
      });
    await note('safe', { safetyBackupId: safety?.id ?? null });
    if (safety?.verification === 'verified' && !force) {
      const current = traitsOf((await deps.catalogue.locate(safety.id)).manifest);
      const objection = judgeCompatibility(source.service.id, current, traitsOf(planned.manifest));
      if (objection) throw objection;
    }
    signal.throwIfAborted();
    await actions.requireStill();

    const reason = await swapAndStart(deps.log, record, helper, actions, note, report);
    const downtimeMs = deps.clock.now() - stoppedAt;
    const safetyBackupId = safety?.id ?? null;
    return { outcome: reason === '' ? 'restored' : 'rolled-back', safetyBackupId, downtimeMs, reason };
  } catch (error) {
    if (error instanceof RondaError && error.code === 'backup.rollback-failed') throw error;
    if (connection.signal.aborted) throw interrupted(error);
    try {
      // Everything back as it was: first nobody may run on what is about to be moved.
      if (swapBegan.has(reached)) await actions.stopAll();
      await helper?.run('clean-up', undo);
      await helper?.remove();
      if (stopBegan.has(reached) || swapBegan.has(reached)) await actions.startAll();
      await note('ended', { outcome: 'refused', reason: plainDetail(error) });
    } catch (cleanUpError) {
      throw interrupted(cleanUpError);
    }
    throw error;
  }
}

/** @returns an empty string when the service is healthy on the new database, else why it was rolled back */
async function swapAndStart(
  log: Log,
  record: RestoreRecord,
  helper: RestoreHelper,
  actions: RestoreActions,
  note: (step: RestoreStep, data?: unknown) => Promise<void>,
  report: (progress: ProgressReport) => void,
): Promise<string> {
  await note('swapping');
  report({ phase: 'swap' });
  let problem: string;
  try {
    await helper.run('swap', swapIn);
    await note('swapped');
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
    await note('healthy');
    try {
      await helper.run('discard', discardOld);
      await helper.remove();
      await note('ended', { outcome: 'restored' });
    } catch (error) {
      // The restore is done; what was kept aside goes at the next connection.
      log.warn('the old database could not be removed yet', { error: plainDetail(error) });
    }
    return '';
  }
  await note('rolling-back', { reason: problem });
  report({ phase: 'rollback' });
  try {
    const afterwards = await actions.rollBack(helper);
    await helper.remove();
    await note('ended', { outcome: 'rolled-back', reason: problem });
    return afterwards === '' ? problem : `${problem}. On its old database: ${afterwards}`;
  } catch (error) {
    const aside = `${record.path}.ronda-old-${record.restoreId}`;
    const params = { reason: problem, detail: plainDetail(error), aside };
    throw new RondaError('backup.rollback-failed', params, { cause: error });
  }
}

async function upload(
  helper: RestoreHelper,
  { manifest, file }: { readonly manifest: BackupManifest; readonly file: string },
  record: RestoreRecord,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const volume = mountSource(record.mount);
  const totalBytes = manifest.bytes;
  try {
    await helper.run('probe', probeWritable);
    let doneBytes = 0;
    report({ phase: 'upload', doneBytes, totalBytes });
    const owner = record.owner ?? { uid: 0, gid: 0, mode: 0o644 };
    const name = `${record.path.split('/').at(-1)}.ronda-new-${record.restoreId}`;
    const onBytes = (count: number): void => {
      doneBytes += count;
      report({ phase: 'upload', doneBytes, totalBytes });
    };
    await helper.upload(file, { name, bytes: totalBytes, ...owner }, onBytes, signal);
    await helper.run('prepare', prepareNew, [
      String(totalBytes),
      manifest.sha256,
      `${owner.uid}:${owner.gid}`,
      owner.mode.toString(8),
    ]);
  } catch (error) {
    const said = error instanceof RondaError ? String(error.params.detail ?? '') : plainDetail(error);
    if (/no space left|disk quota/i.test(said)) {
      throw new RondaError(
        'backup.target-full',
        { volume, needed: formatBytes(totalBytes) },
        { cause: error },
      );
    }
    if (/read-only|permission denied/i.test(said)) {
      throw new RondaError('backup.target-read-only', { volume, detail: said }, { cause: error });
    }
    if (error instanceof RondaError || isAbort(error) || dockerStatus(error) === null) throw error;
    throw new RondaError(
      'backup.helper-failed',
      { host: record.hostName, step: 'upload', detail: said },
      { cause: error },
    );
  }
}

function recordOf(planned: PlannedRestore, source: DatabaseSource, key: DatabaseKey): RestoreRecord {
  const { world, manifest, plan } = planned;
  const { Type, Name, Source, Destination, RW } = world.mount;
  return {
    restoreId: `r-${randomUUID()}`,
    key,
    hostName: source.hostName,
    backupId: plan.backupId,
    path: source.database.path,
    imageId: world.imageId,
    image: world.image,
    mount: { Type, ...(Name === undefined ? {} : { Name }), Source, Destination, RW },
    containers: world.stops.map(({ id, name, running }) => ({ id, name, running })),
    owner: manifest.owner,
  };
}
