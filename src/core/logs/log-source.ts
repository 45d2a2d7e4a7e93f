import type { Readable } from 'node:stream';

/** Where the lines of one container come from. */
export interface LogSource {
  /**
   * Opens the stream. Stamped messages; framed unless `tty`.
   * @param since nanoseconds since the epoch, inclusive
   * @throws RondaError `logs.container-gone`, `logs.driver-unreadable`, `logs.interrupted`
   */
  open(
    wanted: { readonly tail: number | null; readonly since: bigint | null; readonly follow: boolean },
    signal: AbortSignal,
  ): Promise<{ readonly stream: Readable; readonly tty: boolean }>;
  /** Whether the container runs; a paused one does. */
  state(signal: AbortSignal): Promise<'running' | 'stopped' | 'gone'>;
  /** The server's clock minus ours in ms; null when it does not say. */
  clockSkew(signal: AbortSignal): Promise<number | null>;
  /** What a stream that broke off means. */
  broken(error: unknown): Error;
}
