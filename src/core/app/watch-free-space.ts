import { statfs } from 'node:fs/promises';
import { RondaError } from '../../shared/errors.ts';
import type { AppStatusBoard } from './app-status.ts';

/** Below this the state, its daily copy and the log may soon find no room. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;

/** Says, while it lasts, that the disk of the home folder is nearly full. Returns what looks again. */
export function createFreeSpaceWatch(folder: string, board: AppStatusBoard): () => Promise<void> {
  const warning = new RondaError('state.disk-nearly-full', { folder });
  return async () => {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < MIN_FREE_BYTES) board.notice('warning', warning);
    else board.withdraw(warning);
  };
}
