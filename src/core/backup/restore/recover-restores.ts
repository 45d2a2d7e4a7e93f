import type { HostConnection } from '../../hosts/host-connection.ts';
import { holdContainers } from './hold-containers.ts';
import { createRestoreActions } from './restore-actions.ts';
import { removeHelpers, startHelper } from './restore-helper.ts';
import { type RestoreStep, stopBegan, swapBegan, type UnfinishedRestore } from './restore-journal.ts';
import { discardOld, listState, undo } from './restore-scripts.ts';
import type { RestoreDeps } from './run-restore.ts';

export interface RecoveredRestore {
  readonly restore: UnfinishedRestore;
  readonly outcome: 'restored' | 'rolled-back' | 'undone';
  readonly reason: string;
}

type RecoveryDeps = Omit<RestoreDeps, 'inspector' | 'catalogue' | 'backupFolder'>;

/**
 * Finishes or undoes one interrupted restore by what is really there: the journal says what may have happened, the files
 * say what did. A new database that is in place goes on to its health check; someone may have started the service on it
 * meanwhile, and rows were written. Anything less is undone. Call it under the database's lock; it holds the containers.
 */
export function recoverRestore(
  deps: RecoveryDeps,
  connection: HostConnection,
  restore: UnfinishedRestore,
): Promise<RecoveredRestore> {
  return holdContainers(deps.locks, restore.record, () => recover(deps, connection, restore));
}

async function recover(
  deps: RecoveryDeps,
  connection: HostConnection,
  restore: UnfinishedRestore,
): Promise<RecoveredRestore> {
  const { record, last } = restore;
  const { docker, signal } = connection;
  const note = (step: RestoreStep, data?: unknown): Promise<void> =>
    deps.journal.note(record.restoreId, step, data);
  const end = async (outcome: RecoveredRestore['outcome'], reason: string): Promise<RecoveredRestore> => {
    // Nobody looks for the helper of a restore that has ended.
    await helper.remove();
    await note('ended', { outcome, reason });
    return { restore, outcome, reason };
  };

  await removeHelpers(docker, record.restoreId, signal);
  const helper = await startHelper(docker, record, signal);
  const actions = createRestoreActions({ ...deps, docker }, record, signal);
  try {
    if (last === 'healthy') {
      await helper.run('discard', discardOld);
      await actions.startAll();
      return await end('restored', '');
    }
    if (swapBegan.has(last)) {
      const there = new Set((await helper.run('look', listState)).split('\n'));
      const isSwapped = there.has('db') && !there.has('new') && (there.has('old') || there.has('none'));
      if (isSwapped && last !== 'rolling-back') {
        await actions.startAll();
        const problem = await actions.waitUntilHealthy();
        if (problem === '') {
          await note('healthy');
          await helper.run('discard', discardOld);
          return await end('restored', '');
        }
        await note('rolling-back', { reason: problem });
        await actions.rollBack(helper);
        return await end('rolled-back', problem);
      }
      const afterwards = await actions.rollBack(helper);
      return await end('rolled-back', afterwards === '' ? 'it was interrupted' : afterwards);
    }
    // Nothing was swapped: only the upload has to go, and what was stopped has to run.
    await helper.run('clean-up', undo);
    if (stopBegan.has(last)) {
      await actions.startAll();
      await actions.waitUntilHealthy();
    }
    return await end('undone', 'it was interrupted before anything was replaced');
  } finally {
    await helper.remove();
  }
}
