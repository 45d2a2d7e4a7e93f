import type { Readable } from 'node:stream';
import type Docker from 'dockerode';

/**
 * Notices that an engine is gone: holds one event stream open, whose end is the engine's.
 * Resolves when the stream is open.
 * @param gone called once when it ends, whatever the reason; not after `signal` was aborted
 */
export async function watchEngine(docker: Docker, signal: AbortSignal, gone: () => void): Promise<void> {
  // Only the daemon's own events, which are rare: the stream is held for its end.
  const stream = (await docker.getEvents({
    filters: { type: ['daemon'] },
    abortSignal: signal,
  } as Docker.GetEventsOptions)) as Readable;
  let told = false;
  const tell = (): void => {
    if (!told && !signal.aborted) gone();
    told = true;
  };
  stream.on('error', tell).on('end', tell).on('close', tell);
  stream.resume();
}
