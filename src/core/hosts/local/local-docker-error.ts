import { readFile, stat } from 'node:fs/promises';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';

/** Says what a refused permission means: which group the socket belongs to, never to use another account. */
export function permissionError(socket: string, user: string, group: string | null): RondaError {
  return group === null || group === 'root' || group === 'wheel'
    ? new RondaError('hosts.docker-permission-ungrouped', { socket, user })
    : new RondaError('hosts.docker-permission', { socket, user, group });
}

async function groupOf(path: string, groupFile: string): Promise<string | null> {
  try {
    const { gid } = await stat(path);
    const lines = (await readFile(groupFile, 'utf8')).split('\n');
    return lines.map((line) => line.split(':')).find(([, , id]) => id === String(gid))?.[0] ?? String(gid);
  } catch {
    // The socket's folder may be closed too; then there is no group to name.
    return null;
  }
}

/** Turns what a local socket answered into an error with its next step. */
export async function explainLocalFailure(
  error: unknown,
  socket: string,
  user: string,
  groupFile = '/etc/group',
): Promise<RondaError> {
  if (error instanceof RondaError) return error;
  switch (systemCode(error)) {
    case 'ENOENT':
      return new RondaError('hosts.docker-missing', { socket }, { cause: error });
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return new RondaError('hosts.docker-not-running', { socket }, { cause: error });
    case 'EACCES':
    case 'EPERM':
      return permissionError(socket, user, await groupOf(socket, groupFile));
    default:
      return new RondaError('hosts.docker-answer', { socket, detail: plainDetail(error) }, { cause: error });
  }
}
