import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { HostConnection } from '../host-connection.ts';
import { permissionError } from '../local/local-docker-error.ts';

/**
 * Prints, a line each: what stands between the user and the socket; the socket's group; the user; whether the docker
 * command is there; whether sudo runs it without a password; another engine's socket that the user may use.
 */
const LOOK = `
if [ ! -e "$1" ]; then echo missing
elif [ ! -S "$1" ]; then echo nosocket
elif [ ! -r "$1" ] || [ ! -w "$1" ]; then echo denied
else echo usable; fi
stat -L -c %G -- "$1" 2>/dev/null || echo '?'
id -un 2>/dev/null || echo '?'
if command -v docker >/dev/null 2>&1; then echo yes; else echo no; fi
if sudo -n docker -H "unix://$1" version >/dev/null 2>&1; then echo yes; else echo no; fi
run="\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
for other in /var/run/docker.sock "$run/docker.sock" "$HOME/.docker/run/docker.sock" "$run/podman/podman.sock" /run/podman/podman.sock; do
  if [ "$other" != "$1" ] && [ -S "$other" ] && [ -w "$other" ]; then echo "$other"; break; fi
done`;

/** What a look on the server found about its Docker socket. */
export interface DockerLook {
  readonly socket: 'missing' | 'nosocket' | 'denied' | 'usable' | 'unknown';
  readonly group: string | null;
  readonly user: string | null;
  readonly hasCommand: boolean;
  /** `sudo` runs docker there without asking for a password. */
  readonly sudo: boolean;
  /** The socket of another engine (rootless Docker, Podman) that the user may use. */
  readonly elsewhere: string | null;
}

/** @returns null when the server runs no programs for us; `cause` of later errors is all there is to tell then */
export async function lookAtDocker(
  socket: string,
  exec: HostConnection['exec'],
  signal: AbortSignal,
): Promise<DockerLook | null> {
  const looked = await exec(['/bin/sh', '-c', LOOK, 'look', socket], { signal, maxOutputBytes: 8192 }).catch(
    (failure: unknown) => {
      signal.throwIfAborted();
      if (failure instanceof RondaError) return null;
      throw failure;
    },
  );
  if (looked === null) return null;
  const [word = '', group, user, command, sudo, elsewhere] = looked.stdout.toString('utf8').split('\n');
  return {
    socket: isSocketWord(word) ? word : 'unknown',
    group: safeName(group),
    user: safeName(user),
    hasCommand: command === 'yes',
    sudo: sudo === 'yes',
    elsewhere: elsewhere && /^\/[\w./-]{1,200}$/.test(elsewhere) ? elsewhere : null,
  };
}

/**
 * sshd does not tell why it could not open the socket, so a look on the server has to.
 * @param error what opening the channel or speaking through it gave
 * @param look null: there was none, or it could not be had
 */
export function explainDockerFailure(error: unknown, socket: string, look: DockerLook | null): RondaError {
  if (error instanceof RondaError) return error;
  // A channel was opened: what answers on it is the matter.
  if (!isChannelRefusal(error)) {
    return new RondaError('hosts.docker-answer', { socket, detail: plainDetail(error) }, { cause: error });
  }
  switch (look?.socket) {
    case 'missing':
      return look.elsewhere === null
        ? new RondaError('hosts.docker-missing', { socket }, { cause: error })
        : new RondaError('hosts.docker-elsewhere', { socket, found: look.elsewhere }, { cause: error });
    case 'nosocket':
      return new RondaError('hosts.docker-answer', { socket, detail: 'this is not a socket' });
    case 'denied':
      return look.sudo
        ? new RondaError('hosts.docker-permission-sudo', {
            socket,
            user: look.user ?? '?',
            group: look.group ?? 'docker',
          })
        : permissionError(socket, look.user ?? '?', look.group);
    default:
      return new RondaError('hosts.docker-forward-refused', { socket }, { cause: error });
  }
}

/** ssh2 marks the refusal of a channel by the `reason` of RFC 4254, 5.1. */
export function isChannelRefusal(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'number';
}

function isSocketWord(word: string): word is 'missing' | 'nosocket' | 'denied' | 'usable' {
  return ['missing', 'nosocket', 'denied', 'usable'].includes(word);
}

/** Names end up in a command that people copy: only what a name can hold. */
function safeName(text: string | undefined): string | null {
  return text !== undefined && /^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}$/.test(text) ? text : null;
}
