import { Duplex } from 'node:stream';

/** Bytes a second in each direction; null: as fast as it goes. Asked with every chunk, so that a change holds at once. */
export type Pace = () => number | null;

/** What is owed less than so long is not worth a pause: timers are no finer. */
const leastPauseMs = 10;

/**
 * A line below a connection that carries no more than the pace on an average, either way. What comes too fast is left
 * in the system's buffers, where it holds up the sender; a burst after a silence is not made up for.
 */
export class PacedLine extends Duplex {
  readonly #line: Duplex;
  readonly #pace: Pace;
  #readDueAt = 0;
  #writeDueAt = 0;
  #isPausing = false;
  #wantsMore = true;

  constructor(line: Duplex, pace: Pace) {
    super({ allowHalfOpen: false });
    this.#line = line;
    this.#pace = pace;
    line.on('data', (chunk: Buffer) => this.#take(chunk));
    line.on('end', () => this.push(null));
    line.on('error', (error: Error) => this.destroy(error));
    line.on('close', () => {
      if (this.readableEnded || !line.readableEnded) this.destroy();
      else this.once('end', () => this.destroy());
    });
  }

  #take(chunk: Buffer): void {
    this.#wantsMore = this.push(chunk);
    this.#readDueAt = this.#owe(this.#readDueAt, chunk.length);
    const pauseMs = this.#readDueAt - performance.now();
    if (pauseMs >= leastPauseMs) {
      this.#isPausing = true;
      setTimeout(() => {
        this.#isPausing = false;
        if (this.#wantsMore) this.#line.resume();
      }, pauseMs);
    }
    if (this.#isPausing || !this.#wantsMore) this.#line.pause();
  }

  #owe(dueAt: number, bytes: number): number {
    const now = performance.now();
    const pace = this.#pace();
    return pace === null ? now : Math.max(now, dueAt) + (bytes / pace) * 1000;
  }

  override _read(): void {
    this.#wantsMore = true;
    if (!this.#isPausing) this.#line.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#line.write(chunk, (error) => {
      if (error) return callback(error);
      this.#writeDueAt = this.#owe(this.#writeDueAt, chunk.length);
      const pauseMs = this.#writeDueAt - performance.now();
      if (pauseMs < leastPauseMs) callback();
      else setTimeout(callback, pauseMs);
    });
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#line.end(() => callback());
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#line.destroy(error ?? undefined);
    callback(error);
  }
}
