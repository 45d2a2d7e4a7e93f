import type { ArchiveRestoreResult } from '../../../shared/domain/archive.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { mountSource } from '../restore/restore-helper.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import type { ArchiveCatalogue } from './archive-catalogue.ts';
import { type ArchiveRestoreRecord, recordOf } from './archive-restore-journal.ts';
import { type CarryOutDeps, carryOutRestore } from './carry-out-restore.ts';
import type { FindServices } from './find-sources.ts';
import { keepArchive } from './keep-archive.ts';
import { type PlannedArchiveRestore, planArchiveRestore } from './plan-archive-restore.ts';
import { putChecked } from './put-archive.ts';
import { withVerified } from './verify-archive.ts';

export interface ArchiveRestoreDeps extends OpenStoredDeps, CarryOutDeps {
  readonly catalogue: ArchiveCatalogue;
  readonly findServices: FindServices;
  readonly backupFolder: () => string;
}

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
      const { bytes, root } = summary;
      const record = archiveRecordOf(planned);
      const { safetyId, ...result } = await carryOutRestore(
        deps,
        connection,
        record,
        {
          bytes,
          keepSafety: async (docker, onProgress, life) =>
            (await keepSafety(deps, docker, planned, onProgress, life)).id,
          put: (helper, onBytes, life) =>
            putChecked(helper, record.path, { path: file, root }, onBytes, life),
        },
        report,
        signal,
      );
      return { ...result, safetyArchiveId: safetyId };
    },
  );
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

function archiveRecordOf({ world, archive }: PlannedArchiveRestore): ArchiveRestoreRecord {
  const { hostId, serviceId, sourceId, hostName, mountPath: path } = archive;
  return recordOf(world, { key: { hostId, serviceId, sourceId }, hostName, archiveId: archive.id, path });
}
