import type { Duplex } from 'node:stream';
import type { ConnectionMethods, SshTarget } from '../../../shared/domain/host.ts';
import type { ExecChannels } from './exec-channels.ts';
import { type DockerLook, isChannelRefusal } from './explain-docker-failure.ts';
import { posixQuote } from './posix-quote.ts';
import type { SshSession } from './ssh-session.ts';

export type DockerMethod = Extract<
  ConnectionMethods['docker'],
  'stream-local' | 'dial-stdio' | 'sudo-dial-stdio'
>;

/** What can carry the Docker API over one SSH connection. */
export interface Carriers {
  readonly session: SshSession;
  readonly channels: ExecChannels;
}

/**
 * What is left where the server passes its socket on no more (`AllowStreamLocalForwarding no`), or where the user may
 * not use it: the docker command there, which passes its input and output on to the socket.
 * @returns null when nothing is left
 */
export function fallbackMethod(
  error: unknown,
  target: Pick<SshTarget, 'sudo'>,
  look: DockerLook | null,
): DockerMethod | null {
  if (!isChannelRefusal(error) || !look) return null;
  // Only where the admin has chosen it: sudo leaves traces in the server's log and may be watched.
  if (target.sudo && look.sudo) return 'sudo-dial-stdio';
  return look.socket === 'usable' && look.hasCommand ? 'dial-stdio' : null;
}

/** Opens one connection to the Docker socket. */
export function openDocker(
  method: DockerMethod,
  socket: string,
  { session, channels }: Carriers,
): Promise<Duplex> {
  return method === 'stream-local'
    ? session.openStreamLocal(socket, session.signal)
    : channels.open(posixQuote(dialStdioCommand(method, socket)), session.signal);
}

function dialStdioCommand(method: DockerMethod, socket: string): [string, ...string[]] {
  const docker = ['docker', '-H', `unix://${socket}`, 'system', 'dial-stdio'] as const;
  return method === 'sudo-dial-stdio' ? ['sudo', '-n', ...docker] : [...docker];
}
