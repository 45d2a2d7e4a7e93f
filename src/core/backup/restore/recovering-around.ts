import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import type { Log } from '../../platform/log.ts';

const unfinishedCodes = /^(backup\.restore-interrupted|backup\.rollback-failed|archive\.rollback-failed)$/;

/**
 * Runs a restore between recoveries of what one before it, or it itself, left unfinished. The one before comes first: its
 * files may lie in the way, and its containers stand still. What this one leaves while the host is still connected (the
 * line that carries files was lost alone) would wait for a new connection that may never be needed.
 * @param recoverLeft of the same database or folder; called under its lock
 */
export async function recoveringAround<T>(
  connection: HostConnection,
  log: Log,
  recoverLeft: () => Promise<void>,
  restore: () => Promise<T>,
): Promise<T> {
  await recoverLeft();
  try {
    return await restore();
  } catch (error) {
    if (error instanceof RondaError && unfinishedCodes.test(error.code) && !connection.signal.aborted)
      await recoverLeft().catch((failure: unknown) =>
        log.error('a restore that was interrupted could not be recovered yet', { error: failure }),
      );
    throw error;
  }
}
