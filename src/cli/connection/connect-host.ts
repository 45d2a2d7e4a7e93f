import type { HostView } from '../../shared/domain/host.ts';
import { fromErrorShape, RondaError } from '../../shared/errors.ts';
import type { RondaConsole } from '../ronda-console.ts';
import type { Session } from '../session.ts';

/** What passes by itself: the connection is tried again until the time is over. */
const passing = new Set([
  'hosts.name-unknown',
  'hosts.port-closed',
  'hosts.unreachable',
  'hosts.no-banner',
  'hosts.connection-lost',
  'common.timeout',
]);

/**
 * Connects a host, answering what it asks, and resolves when it is connected.
 * @throws RondaError the error of the connection: at once when trying again cannot help, else when the time is over
 */
export async function connectHost(session: Session, hostId: string): Promise<HostView> {
  const console = await session.console();
  const standing = console.state.get('hosts', hostId);
  if (standing?.connection.state === 'connected') return standing;
  const prompts = await session.prompts();
  const waiting = waitForConnection(console, hostId, session.options.connectTimeoutMs, session.io.signal);
  try {
    // An operation that rejects tells no more than the state does, and the state also tells of later attempts.
    const connecting = session.run('hosts.connect', { hostId }).then(
      () => waiting.connected,
      (error) => {
        if (error instanceof RondaError && passing.has(error.code)) return waiting.connected;
        throw error;
      },
    );
    return await Promise.race([connecting, waiting.connected]);
  } catch (error) {
    throw prompts.refusal(hostId) ?? error;
  } finally {
    waiting.stop();
  }
}

function waitForConnection(
  { state }: RondaConsole,
  hostId: string,
  timeoutMs: number,
  signal: AbortSignal,
): { readonly connected: Promise<HostView>; stop(): void } {
  let stop = (): void => undefined;
  const connected = new Promise<HostView>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let lastError: RondaError | null = null;
    const before = state.get('hosts', hostId);
    const expire = (): void => {
      reject(
        lastError ?? new RondaError('common.timeout', { what: 'Connecting', seconds: timeoutMs / 1000 }),
      );
    };
    const look = (): void => {
      const host = state.get('hosts', hostId);
      if (!host) return;
      const { state: phase, error } = host.connection;
      if (phase === 'connected') {
        resolve(host);
        return;
      }
      // What stood there before we asked is an old story; while it connects, the error is the last attempt's.
      if (host !== before && error && (phase === 'waiting' || phase === 'refused')) {
        lastError = fromErrorShape(error);
        if (phase === 'refused' || !passing.has(error.code)) reject(lastError);
      }
      // A person at a prompt may take the time they need.
      if (phase === 'prompting') {
        clearTimeout(timer);
        timer = undefined;
      } else timer ??= setTimeout(expire, timeoutMs);
    };
    const cancel = (): void => reject(new RondaError('common.cancelled'));
    signal.addEventListener('abort', cancel);
    const unsubscribe = state.subscribe(look);
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      unsubscribe();
    };
    if (signal.aborted) cancel();
  });
  // Whoever loses the race has nobody left to tell.
  connected.catch(() => undefined);
  return { connected, stop: () => stop() };
}
