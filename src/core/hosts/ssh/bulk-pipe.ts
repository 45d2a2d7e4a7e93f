import type Docker from 'dockerode';
import { RondaError } from '../../../shared/errors.ts';
import type { SshSession } from './ssh-session.ts';

export interface BulkConnection {
  readonly session: SshSession;
  readonly docker: Docker;
}

export interface BulkPipe {
  /** The signal ends the waiting, not the connection, which others may be waiting for too. */
  open(wanted: AbortSignal): Promise<BulkConnection>;
}

/**
 * The second connection of a host, made when it is first needed and again when it was lost alone. It ends with the
 * first one.
 */
export function createBulkPipe(connect: () => Promise<BulkConnection>, control: AbortSignal): BulkPipe {
  let opening: Promise<BulkConnection> | null = null;

  async function connectOnce(): Promise<BulkConnection> {
    const bulk = await connect();
    const end = (): void => bulk.session.close(asRondaError(control.reason));
    if (control.aborted) end();
    control.addEventListener('abort', end, { once: true });
    bulk.session.signal.addEventListener('abort', () => {
      control.removeEventListener('abort', end);
      opening = null;
    });
    return bulk;
  }

  return {
    async open(wanted) {
      wanted.throwIfAborted();
      control.throwIfAborted();
      opening ??= connectOnce().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      let onAbort = (): void => undefined;
      const aborted = new Promise<never>((_resolve, reject) => {
        onAbort = () => reject(wanted.reason);
        wanted.addEventListener('abort', onAbort, { once: true });
      });
      try {
        return await Promise.race([opening, aborted]);
      } finally {
        wanted.removeEventListener('abort', onAbort);
      }
    },
  };
}

function asRondaError(reason: unknown): RondaError {
  return reason instanceof RondaError ? reason : new RondaError('common.cancelled', {}, { cause: reason });
}
