import type { LogLine } from '../../shared/domain/log.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createLineBuffer } from './line-buffer.ts';
import { createLineParser } from './line-parser.ts';
import type { LogSource } from './log-source.ts';
import { readLine } from './read-line.ts';
import { createResumePoint } from './resume-point.ts';
import { untilAborted } from './until-aborted.ts';

export interface LogBatch {
  readonly lines: LogLine[];
  readonly dropped: number;
  readonly clockSkewMs: number | null;
}

export interface TailOptions {
  /** How many of the newest lines to begin with. */
  readonly tail: number;
  /** Only lines from this instant on, ms. */
  readonly since: number | null;
  readonly follow: boolean;
}

const BATCH_LINES = 500;
const BATCH_MS = 50;
/** What waits for a slow reader at most: about twenty screens-full of scrolling, or a few very long lines. */
const WAITING = { lines: 10_000, bytes: 16 * 1024 * 1024 };
/** Until the past is read, the source is held up here instead of dropping anything. */
const PAST_FILL = 0.25;
const REOPEN_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/**
 * Reads a container's log into batches of at most 500 lines, about every 50 ms, each handed over before the next.
 *
 * What was written before the call is never dropped: a slow reader slows the source, and Docker keeps the rest on
 * its disk. What is written while following is: after 10,000 lines or 16 MiB that nobody took, the oldest go and
 * are counted, because a view that lags minutes behind is no longer live. `seq` counts dropped lines too.
 *
 * Following outlives the container's end: it waits until the container runs again and goes on where it stopped,
 * without a line twice; it ends when the container is removed.
 * @throws the signal's reason when aborted; RondaError `logs.*`, or what ended the connection
 */
export async function tailLogs(
  ports: { readonly source: LogSource; readonly clock: Clock; readonly log: Log },
  options: TailOptions,
  context: { readonly signal: AbortSignal; readonly emit: (batch: LogBatch) => Promise<void> },
): Promise<{ lines: number; dropped: number }> {
  const { source, clock, log } = ports;
  const ending = new AbortController();
  const signal = AbortSignal.any([context.signal, ending.signal]);
  const buffer = createLineBuffer(WAITING);
  const resumePoint = createResumePoint();
  const total = { lines: 0, dropped: 0 };
  let seq = 0;
  let skew: number | null = null;
  let liveFrom: number | null = null;
  let isLive = false;
  let ended = false;

  async function measureSkew(): Promise<void> {
    const started = clock.now();
    try {
      skew = await source.clockSkew(signal);
      liveFrom ??= skew === null ? null : started + skew;
    } catch (error) {
      // Only the shown skew is missing then; a connection that is lost is told by the stream itself.
      if (!signal.aborted) log.debug('the clock of a server is unknown', { error });
    }
  }

  async function readOnce(first: boolean): Promise<void> {
    // Where nothing came yet, what was asked for holds when it is opened again: not all of the past.
    const from = options.since ?? (first || options.tail > 0 ? null : liveFrom);
    const asked = from === null ? null : BigInt(Math.floor(from)) * 1_000_000n;
    const since = first ? asked : (resumePoint.resume() ?? asked);
    const wanted = { tail: first ? options.tail : null, since, follow: options.follow };
    const { stream, tty } = await source.open(wanted, signal);
    const parser = createLineParser(tty, (name, line) => {
      if (resumePoint.isRepeat(line)) return;
      isLive ||=
        options.follow && (seq >= options.tail || (liveFrom !== null && (line.at?.ms ?? 0) >= liveFrom));
      buffer.push({ ...line, stream: name, seq: seq++ });
    });
    const stop = (): void => void stream.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const chunk of stream) {
        parser.push(chunk);
        while (!isLive && buffer.fill() > PAST_FILL) await untilAborted(buffer.nextChange(), signal);
      }
      signal.throwIfAborted();
      parser.end();
    } catch (error) {
      signal.throwIfAborted();
      throw source.broken(error);
    } finally {
      signal.removeEventListener('abort', stop);
      stream.destroy();
    }
  }

  /** @returns false when the container is gone */
  async function waitUntilRunning(): Promise<boolean> {
    for (let wait = REOPEN_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await clock.sleep(wait, signal);
      const state = await source.state(signal);
      if (state !== 'stopped') return state === 'running';
    }
  }

  async function produce(): Promise<void> {
    await readOnce(true);
    while (options.follow && (await waitUntilRunning())) await readOnce(false);
  }

  async function consume(): Promise<void> {
    for (;;) {
      if (buffer.size() === 0 && !ended) await untilAborted(buffer.nextChange(), signal);
      if (buffer.size() < BATCH_LINES && !ended) await clock.sleep(BATCH_MS, signal);
      const { lines: waiting, dropped } = buffer.take(BATCH_LINES);
      if (waiting.length > 0 || dropped > 0) {
        const lines = waiting.map((line) => readLine(line.seq, line.stream, line));
        total.lines += lines.length;
        total.dropped += dropped;
        await untilAborted(context.emit({ lines, dropped, clockSkewMs: skew }), signal);
      } else if (ended) return;
    }
  }

  const measuring = measureSkew();
  // A stream that broke off fails only after what it still brought was handed over.
  const produced = produce()
    .then(
      () => null,
      (error: unknown) => ({ error }),
    )
    .finally(() => {
      ended = true;
      buffer.poke();
    });
  try {
    await consume();
    const failure = await produced;
    if (failure) throw failure.error;
    return total;
  } finally {
    ending.abort();
    await Promise.all([produced, measuring]);
  }
}
