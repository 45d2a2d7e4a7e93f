import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { HostConnection } from '../host-connection.ts';
import { permissionError } from '../local/local-docker-error.ts';

/** Prints one word on what stands between the user and the socket, then the socket's group and the user. */
const LOOK = `
if [ ! -e "$1" ]; then echo missing
elif [ ! -S "$1" ]; then echo nosocket
elif [ ! -r "$1" ] || [ ! -w "$1" ]; then echo denied
else echo usable; fi
stat -L -c %G -- "$1" 2>/dev/null || echo '?'
id -un`;

/**
 * sshd does not tell why it could not open the socket, so a look on the server has to.
 * @param error what opening the channel or speaking through it gave
 */
export async function explainDockerFailure(
  error: unknown,
  socket: string,
  exec: HostConnection['exec'],
  signal: AbortSignal,
): Promise<RondaError> {
  if (error instanceof RondaError) return error;
  // A channel was opened: what answers on it is the matter.
  if (!isChannelRefusal(error)) {
    return new RondaError('hosts.docker-answer', { socket, detail: plainDetail(error) }, { cause: error });
  }
  const refused = new RondaError('hosts.docker-forward-refused', { socket }, { cause: error });
  const looked = await exec(['/bin/sh', '-c', LOOK, 'look', socket], { signal, maxOutputBytes: 4096 }).catch(
    (failure: unknown) => {
      signal.throwIfAborted();
      // A server that runs no programs for us can still be told about by its first refusal.
      refused.cause = failure;
      return null;
    },
  );
  const [word, group, user] = (looked?.stdout.toString('utf8') ?? '').split('\n');
  switch (word) {
    case 'missing':
      return new RondaError('hosts.docker-missing', { socket }, { cause: error });
    case 'nosocket':
      return new RondaError('hosts.docker-answer', { socket, detail: 'this is not a socket' });
    case 'denied':
      return permissionError(socket, safeName(user) ?? '?', safeName(group));
    default:
      return refused;
  }
}

/** ssh2 marks the refusal of a channel by the `reason` of RFC 4254, 5.1. */
function isChannelRefusal(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'number';
}

/** Names end up in a command that people copy: only what a name can hold. */
function safeName(text: string | undefined): string | null {
  return text !== undefined && /^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}$/.test(text) ? text : null;
}
