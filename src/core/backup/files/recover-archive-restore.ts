import type { HostConnection } from '../../hosts/host-connection.ts';
import { holdContainers } from '../restore/hold-containers.ts';
import type { Recovered } from '../restore/interrupted-restores.ts';
import { createRestoreActions } from '../restore/restore-actions.ts';
import { removeHelpers, startHelper } from '../restore/restore-helper.ts';
import {
  type ArchiveRestoreStep,
  archiveStopBegan,
  type UnfinishedArchiveRestore,
} from './archive-restore-journal.ts';
import type { CarryOutDeps } from './carry-out-restore.ts';
import { commitArchive } from './put-archive.ts';
import { undoPut } from './put-files.ts';

/**
 * Finishes or undoes one that a killed console or a lost link left. Files that were wholly in place go on to their
 * health check: someone may have started the service on them meanwhile. Anything less is undone; what was being
 * committed is committed, for a part of the old files may be gone. Call it under the source's lock.
 */
export function recoverArchiveRestore(
  deps: CarryOutDeps,
  connection: HostConnection,
  restore: UnfinishedArchiveRestore,
): Promise<Recovered> {
  return holdContainers(deps.locks, restore.record, () => recover(deps, connection, restore));
}

async function recover(
  deps: CarryOutDeps,
  connection: HostConnection,
  { record, last }: UnfinishedArchiveRestore,
): Promise<Recovered> {
  const { docker, signal } = connection;
  const note = (step: ArchiveRestoreStep, data?: unknown): Promise<void> =>
    deps.journal.note(record.restoreId, step, data);
  const actions = createRestoreActions({ ...deps, docker }, record, signal);

  await removeHelpers(docker, record.restoreId, signal);
  if (last === 'begun' || archiveStopBegan.has(last)) {
    if (last !== 'begun') {
      await actions.startAll();
      await actions.waitUntilHealthy();
    }
    const reason = 'it was interrupted before anything was replaced';
    await note('ended', { outcome: 'undone', reason });
    return { outcome: 'undone', reason };
  }

  const helper = await startHelper(docker, record, signal);
  const end = async (outcome: Recovered['outcome'], reason: string): Promise<Recovered> => {
    await helper.remove();
    await note('ended', { outcome, reason });
    return { outcome, reason };
  };
  try {
    let problem = 'it was interrupted';
    if (last === 'put' || last === 'starting') {
      await actions.startAll();
      problem = await actions.waitUntilHealthy();
    }
    if (last === 'committing' || problem === '') {
      if (last !== 'committing') await note('committing');
      await commitArchive(helper);
      await actions.startAll();
      return await end('restored', '');
    }
    await note('rolling-back', { reason: problem });
    await actions.stopAll();
    await undoPut(helper, record);
    await actions.startAll();
    const afterwards = await actions.waitUntilHealthy();
    return await end(
      'rolled-back',
      afterwards === '' ? problem : `${problem}. On its old files: ${afterwards}`,
    );
  } finally {
    await helper.remove();
  }
}
