import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { RondaError } from '../../shared/errors.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import type { LogSource } from './log-source.ts';
import { type LogBatch, type TailOptions, tailLogs } from './tail-logs.ts';

const START = Date.parse('2026-11-23T02:00:00Z');

/** One message of stdout, `n` microseconds after the start. */
function message(n: number, text = `line ${n}`): Buffer {
  const fraction = String(n * 1000).padStart(9, '0');
  const payload = Buffer.from(`2026-11-23T02:00:00.${fraction}Z ${text}\n`);
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
const messages = (from: number, to: number): Buffer[] =>
  Array.from({ length: to - from }, (_unused, at) => message(from + at));

function sourceOf(more: Partial<LogSource>): LogSource {
  return {
    open: async () => ({ stream: Readable.from([]), tty: false }),
    state: async () => 'gone',
    clockSkew: async () => null,
    broken: (error) => new RondaError('logs.interrupted', { detail: String(error) }),
    ...more,
  };
}

function run(
  source: LogSource,
  options: Partial<TailOptions> = {},
  emit: (batch: LogBatch) => Promise<void> = async () => undefined,
) {
  const abort = new AbortController();
  const batches: LogBatch[] = [];
  const done = tailLogs(
    { source, clock: systemClock, log: silentLog },
    { tail: 1000, since: null, follow: true, ...options },
    {
      signal: abort.signal,
      emit: async (batch) => {
        batches.push(batch);
        await emit(batch);
      },
    },
  );
  const lines = () => batches.flatMap((batch) => batch.lines);
  return { done, abort, batches, lines };
}

test('lines come in batches of at most 500, each handed over before the next, and all of them', async () => {
  let inFlight = 0;
  const source = sourceOf({ open: async () => ({ stream: Readable.from(messages(0, 1234)), tty: false }) });
  const { done, batches, lines } = run(source, { follow: false, tail: 5000 }, async () => {
    expect(++inFlight).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inFlight--;
  });
  expect(await done).toEqual({ lines: 1234, dropped: 0 });
  expect(Math.max(...batches.map((batch) => batch.lines.length))).toBe(500);
  expect(lines().map((line) => line.seq)).toEqual(Array.from({ length: 1234 }, (_unused, n) => n));
});

test('a slow reader slows the source of what is past, and loses nothing', async () => {
  let produced = 0;
  const stream = Readable.from(
    (function* () {
      for (; produced < 30_000; produced++) yield message(produced);
    })(),
    { highWaterMark: 1 },
  );
  let ahead = 0;
  let taken = 0;
  const { done } = run(
    sourceOf({ open: async () => ({ stream, tty: false }) }),
    { follow: true, tail: 100_000 },
    async (batch) => {
      taken += batch.lines.length;
      ahead = Math.max(ahead, produced - taken);
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  );
  expect(await done).toEqual({ lines: 30_000, dropped: 0 });
  expect(ahead).toBeLessThan(4_000);
});

test('a flood while following keeps memory bounded, drops the oldest and counts them', async () => {
  const flood = Array.from({ length: 100 }, (_unused, n) =>
    Buffer.concat(messages(n * 1000, (n + 1) * 1000)),
  );
  let release: () => void = () => undefined;
  const stuck = new Promise<void>((resolve) => {
    release = resolve;
  });
  const stream = Readable.from(flood);
  stream.on('end', () => release());
  const { done, lines, batches } = run(
    sourceOf({ open: async () => ({ stream, tty: false }) }),
    { tail: 0 },
    () => stuck,
  );
  const total = await done;
  expect(total.lines + total.dropped).toBe(100_000);
  expect(total.lines).toBeLessThanOrEqual(10_500);
  expect(batches.reduce((sum, batch) => sum + batch.dropped, 0)).toBe(total.dropped);
  expect(lines().at(-1)).toMatchObject({ seq: 99_999, text: 'line 99999' });
});

test('following goes on after a restart where it stopped, without a line twice', async () => {
  const sinces: (bigint | null)[] = [];
  const second = [
    message(6, 'six'),
    message(7, 'also at seven'),
    message(7, 'new at seven'),
    message(8, 'eight'),
  ];
  const streams = [[message(5, 'five'), message(6, 'six'), message(7, 'also at seven')], second.slice(1)];
  const states: ('stopped' | 'running' | 'gone')[] = ['stopped', 'running', 'gone'];
  const source = sourceOf({
    open: async ({ since }) => {
      sinces.push(since);
      return { stream: Readable.from(streams.shift() ?? []), tty: false };
    },
    state: async () => states.shift() ?? 'gone',
  });
  const { done, lines } = run(source);
  await done;
  expect(lines().map((line) => line.text)).toEqual(['five', 'six', 'also at seven', 'new at seven', 'eight']);
  expect(sinces).toEqual([null, BigInt(START) * 1_000_000n + 7_000n]);
});

test('following that began with nothing does not bring all of the past after a restart', async () => {
  const ask = async (options: Partial<TailOptions>, skew: number | null) => {
    const sinces: (bigint | null)[] = [];
    const states: ('stopped' | 'running' | 'gone')[] = ['running', 'gone'];
    const source = sourceOf({
      open: async ({ since }) => {
        sinces.push(since);
        return { stream: Readable.from([]), tty: false };
      },
      clockSkew: async () => skew,
      state: async () => states.shift() ?? 'gone',
    });
    await run(source, options).done;
    return sinces;
  };
  const since = START + 5;
  expect(await ask({ since }, null)).toEqual([BigInt(since) * 1_000_000n, BigInt(since) * 1_000_000n]);
  const before = BigInt(Date.now()) * 1_000_000n;
  const [first, again] = await ask({ tail: 0 }, 0);
  expect(first).toBe(null);
  expect(again).toBeGreaterThanOrEqual(before);
  // An empty log: whatever comes is new.
  expect(await ask({ tail: 10 }, 0)).toEqual([null, null]);
});

test('an abort ends it at once, closes the stream, and does not wait for a reader that never answers', async () => {
  const stream = new PassThrough();
  stream.write(message(1));
  const { done, abort, batches } = run(
    sourceOf({ open: async () => ({ stream, tty: false }) }),
    {},
    () => new Promise(() => undefined),
  );
  while (batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  abort.abort();
  await expect(done).rejects.toThrow(/abort/i);
  expect(stream.destroyed).toBe(true);
});

test('an abort while the container is stopped ends the wait', async () => {
  const { done, abort } = run(sourceOf({ state: async () => 'stopped' }));
  setTimeout(() => abort.abort(), 20);
  await expect(done).rejects.toThrow(/abort/i);
});

test('a stream that breaks off hands over what it brought and then fails', async () => {
  const stream = new PassThrough();
  stream.write(message(1));
  setTimeout(() => stream.destroy(new Error('ECONNRESET')), 10);
  const { done, lines } = run(sourceOf({ open: async () => ({ stream, tty: false }) }));
  await expect(done).rejects.toMatchObject({ code: 'logs.interrupted' });
  expect(lines()).toHaveLength(1);
});

test('a reader that fails closes the stream', async () => {
  const stream = new PassThrough();
  stream.write(message(1));
  const { done } = run(sourceOf({ open: async () => ({ stream, tty: false }) }), {}, () =>
    Promise.reject(new Error('window closed')),
  );
  await expect(done).rejects.toThrow('window closed');
  expect(stream.destroyed).toBe(true);
});

test('a server two hours ahead keeps its order, and the skew is shown', async () => {
  const stream = new PassThrough();
  stream.write(Buffer.concat([message(9, 'written first'), message(1, 'after the clock was set back')]));
  setTimeout(() => stream.end(), 120);
  const { done, batches, lines } = run(
    sourceOf({ open: async () => ({ stream, tty: false }), clockSkew: async () => 7_200_000 }),
    { follow: false },
  );
  await done;
  expect(batches[0]?.clockSkewMs).toBe(7_200_000);
  expect(lines().map((line) => line.text)).toEqual(['written first', 'after the clock was set back']);
});

test('a clock that the server does not tell costs no line', async () => {
  const source = sourceOf({
    open: async () => ({ stream: Readable.from([message(1)]), tty: false }),
    clockSkew: () => Promise.reject(new Error('no info')),
  });
  const { done, batches } = run(source, { follow: false });
  expect(await done).toEqual({ lines: 1, dropped: 0 });
  expect(batches[0]?.clockSkewMs).toBeNull();
});
