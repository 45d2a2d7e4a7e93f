import type { DataRestoreResult } from '../../../shared/domain/data-history.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import { recordOf } from '../files/archive-restore-journal.ts';
import { type CarryOutDeps, carryOutRestore } from '../files/carry-out-restore.ts';
import type { FindServices } from '../files/find-sources.ts';
import { putFiles } from '../files/put-files.ts';
import type { DataRepository } from './data-repository.ts';
import { type DataRestoreRequest, type PlannedDataRestore, planDataRestore } from './plan-data-restore.ts';
import { readNamedFiles } from './read-json-files.ts';

export interface DataRestoreDeps extends CarryOutDeps {
  readonly findServices: FindServices;
}

/**
 * Puts JSON files back as they were at a commit, and touches no others. What is there becomes a commit itself once the
 * service stands still; what does not become healthy is rolled back.
 *
 * Call it under the repository's lock, the source's and those of the databases in it.
 * @param scratch see `withScratch`
 * @throws RondaError when nothing was changed (the services run on their old files), or `backup.restore-interrupted`
 * when the link was lost: the journal then says where, and recovery goes on from there
 */
export async function runDataRestore(
  deps: DataRestoreDeps,
  connection: HostConnection,
  repository: DataRepository,
  scratch: string,
  request: DataRestoreRequest & { readonly planId: string },
  report: (progress: ProgressReport) => void,
  jobSignal: AbortSignal,
): Promise<DataRestoreResult> {
  const signal = AbortSignal.any([jobSignal, connection.signal]);
  report({ phase: 'verify' });
  const planned = await planDataRestore(deps.findServices, connection, repository, scratch, request, signal);
  if (planned.plan.planId !== request.planId) throw new RondaError('backup.plan-outdated');
  const { key, hostName, plan, texts, world } = planned;
  if (texts.size === 0) throw new RondaError('data.nothing-to-restore');
  const record = recordOf(world, {
    key,
    hostName,
    archiveId: request.commit,
    path: plan.targetPath,
    files: [...texts.keys()],
  });
  const { safetyId, ...result } = await carryOutRestore(
    deps,
    connection,
    record,
    {
      bytes: [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      keepSafety(docker, onProgress, life) {
        onProgress({ phase: 'safety-copy' });
        return keepSafety(deps, docker, repository, scratch, planned, life);
      },
      put: (helper, onBytes, life) => putFiles(helper, record, texts, onBytes, life),
    },
    report,
    signal,
  );
  return { ...result, safetyCommit: safetyId };
}

/** A commit of what is there, of the files that are about to be replaced; the newest one where it holds them already. */
async function keepSafety(
  { clock }: DataRestoreDeps,
  docker: HostConnection['docker'],
  repository: DataRepository,
  scratch: string,
  { found, hostName, key, plan, texts }: PlannedDataRestore,
  signal: AbortSignal,
): Promise<string> {
  const now = await readNamedFiles(docker, hostName, found, [...texts.keys()], scratch, signal);
  const files = new Map(Object.entries(await repository.filesAt()));
  for (const [path, text] of now) {
    const name = `${key.serviceId}/${key.sourceId}/${path}`;
    if (text === null) files.delete(name);
    else files.set(name, text);
  }
  signal.throwIfAborted();
  const note = `as it was before files of ${plan.commit} were put back`;
  const commit = await repository.commit(Object.fromEntries(files), new Date(clock.now()), [note]);
  const [newest] = commit === null ? await repository.log(1) : [{ commit }];
  if (!newest) throw new Error('the repository holds no commit');
  return newest.commit;
}
