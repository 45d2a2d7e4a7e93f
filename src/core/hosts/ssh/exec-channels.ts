import { RondaError } from '../../../shared/errors.ts';
import { ChannelSocket } from './channel-socket.ts';
import type { SshSession } from './ssh-session.ts';

/** More connections than this mean a leak of ours, not a server with a small MaxSessions. */
const MAX_CONNECTIONS = 12;

interface Carrier {
  readonly session: SshSession;
  running: number;
  /** Learned from the server's first refusal. */
  limit: number;
}

/**
 * Long-lived programs whose input and output are a pipe to somewhere. Each costs a session, of which sshd allows a
 * few a connection (`MaxSessions`): where one connection is full, another is opened. They are not the control
 * connection's own, so that a full pipe never keeps a short command waiting.
 */
export interface ExecChannels {
  /**
   * @throws RondaError `hosts.exec-failed` when the server runs no programs, the reason of `signal`, or why no further
   * connection could be opened
   */
  open(command: string, signal: AbortSignal): Promise<ChannelSocket>;
}

export function createExecChannels(
  connect: (signal: AbortSignal) => Promise<SshSession>,
  control: AbortSignal,
): ExecChannels {
  const carriers = new Set<Carrier>();
  let connecting: Promise<Carrier> | null = null;

  async function connectMore(): Promise<Carrier> {
    const session = await connect(control);
    const carrier: Carrier = { session, running: 0, limit: Number.POSITIVE_INFINITY };
    carriers.add(carrier);
    const end = (): void => session.close(asRondaError(control.reason));
    if (control.aborted) end();
    control.addEventListener('abort', end, { once: true });
    session.signal.addEventListener(
      'abort',
      () => {
        carriers.delete(carrier);
        control.removeEventListener('abort', end);
      },
      { once: true },
    );
    return carrier;
  }

  async function withRoom(command: string): Promise<Carrier> {
    for (const carrier of carriers) if (carrier.running < carrier.limit) return carrier;
    if (carriers.size >= MAX_CONNECTIONS) {
      throw new RondaError('hosts.exec-failed', { program: command, detail: 'too many connections' });
    }
    // Two that come at once share the new connection.
    connecting ??= connectMore().finally(() => {
      connecting = null;
    });
    return connecting;
  }

  return {
    async open(command, signal) {
      for (;;) {
        signal.throwIfAborted();
        control.throwIfAborted();
        const carrier = await withRoom(command);
        carrier.running += 1;
        try {
          const socket = new ChannelSocket(await carrier.session.openExec(command, signal));
          const lost = (): void => void socket.destroy(asRondaError(carrier.session.signal.reason));
          carrier.session.signal.addEventListener('abort', lost, { once: true });
          socket.once('close', () => {
            carrier.running -= 1;
            carrier.session.signal.removeEventListener('abort', lost);
          });
          return socket;
        } catch (error) {
          carrier.running -= 1;
          signal.throwIfAborted();
          if (error instanceof RondaError) throw error;
          if (carrier.running === 0) {
            const detail = error instanceof Error ? error.message : String(error);
            throw new RondaError('hosts.exec-failed', { program: command, detail }, { cause: error });
          }
          carrier.limit = carrier.running;
        }
      }
    },
  };
}

function asRondaError(reason: unknown): RondaError {
  return reason instanceof RondaError ? reason : new RondaError('common.cancelled', {}, { cause: reason });
}
