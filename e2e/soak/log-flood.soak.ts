import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocker } from '../../src/core/hosts/docker/create-docker.ts';
import type { HostConnection } from '../../src/core/hosts/host-connection.ts';
import { createLogOperations } from '../../src/core/logs/log-operations.ts';
import { systemClock } from '../../src/core/platform/clock.ts';
import { silentLog } from '../../src/core/platform/log.ts';
import { connectTo } from '../testbed/backup-bed.ts';
import { type Engine, startEngine } from '../testbed/engine.ts';
import { loadSampleImages } from '../testbed/image.ts';
import { runCommand } from '../testbed/processes.ts';
import { waitFor } from '../testbed/wait-for.ts';
import { numberFrom, report } from './soak-report.ts';

const linesPerSecond = numberFrom('RONDA_SOAK_LINES_PER_SECOND', 100_000);
const seconds = numberFrom('RONDA_SOAK_SECONDS', 60);
/** A window that shows 500 lines every 50 ms: ten thousand a second, a tenth of the flood. */
const readerMs = 50;
/** Beside what the process had before: ten thousand waiting lines, what is in flight, and garbage not yet collected. */
const allowedMb = 200;

const dir = mkdtempSync('/tmp/ronda-flood-');
const agent = new Agent();
let engine: Engine;
let connection: HostConnection;
beforeAll(async () => {
  engine = await startEngine({ dir: join(dir, 'e') });
  await loadSampleImages(engine.docker);
  connection = connectTo(engine, createDocker(agent, engine.socketPath)).connection;
});
afterAll(async () => {
  agent.destroy();
  await engine?.stop({ removeData: true });
  rmSync(dir, { recursive: true, force: true });
});

/** Writes at the rate, never faster; its last line says how many lines it wrote and in how many ms. */
const flood = `
  const text = ' ' + 'warga membuka halaman iuran '.repeat(2);
  let n = 0; const from = performance.now();
  const write = () => {
    const past = (performance.now() - from) / 1000;
    if (past >= ${seconds}) return process.stdout.write('the end ' + n + ' ' + Math.round(past * 1000) + '\\n');
    const due = Math.min(5000, Math.floor(past * ${linesPerSecond}) - n);
    let block = ''; for (let i = 0; i < due; i++) block += (n++) + text + '\\n';
    if (due > 0) process.stdout.write(block, () => setTimeout(write, 2)); else setTimeout(write, 2);
  };
  setTimeout(write, 1500); setInterval(() => {}, 60000);
`;

const megabytes = (): number => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 1e6;
};

test('100,000 lines a second for a minute: memory stays bounded and every line is either shown or counted', async () => {
  const image = 'ronda-sample/gateway:1.0.0';
  const run = ['run', '-d', image, 'node', '-e', flood];
  const { stdout } = await runCommand('docker', run, { env: engine.docker });
  const containerId = stdout.trim();
  const operations = createLogOperations({
    connections: { get: () => connection, subscribe: () => () => undefined },
    clock: systemClock,
    log: silentLog,
  });
  const abort = new AbortController();
  const seen = { lines: 0, dropped: 0, batches: 0, lastSeq: -1, disorder: 0, mostBehindMs: 0 };
  let isFinal = false;
  let end: RegExpExecArray | null = null;
  const before = megabytes();
  const rssBefore = process.memoryUsage().rss / 1e6;
  let most = before;
  let mostRss = rssBefore;
  const sampler = setInterval(() => {
    most = Math.max(most, megabytes());
    mostRss = Math.max(mostRss, process.memoryUsage().rss / 1e6);
  }, 100);
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  const done = operations['logs.tail'](
    { hostId: 'here', containerId, tail: 0, follow: true },
    {
      signal: abort.signal,
      async emit({ lines, dropped }) {
        seen.lines += lines.length;
        seen.dropped += dropped;
        seen.batches++;
        for (const { seq, text } of lines) {
          if (seq <= seen.lastSeq) seen.disorder++;
          seen.lastSeq = seq;
          if (text.startsWith('the end')) end = /^the end (\d+) (\d+)$/.exec(text);
        }
        const at = lines.at(-1)?.at ?? null;
        if (at !== null) seen.mostBehindMs = Math.max(seen.mostBehindMs, Date.now() - at);
        if (!isFinal) await systemClock.sleep(readerMs, abort.signal);
      },
    },
  );
  try {
    await Promise.race([
      waitFor('the end of the flood', () => end !== null, { timeoutMs: (seconds * 4 + 60) * 1000 }),
      done,
    ]);
  } finally {
    isFinal = true;
    clearInterval(sampler);
    loop.disable();
    abort.abort(new Error('enough'));
  }
  await expect(done).rejects.toThrow('enough');
  const [written, ms] = end === null ? [0, 1] : [Number(end[1]), Number(end[2])];
  report('log flood', {
    written,
    'written/s': Math.round((written / ms) * 1000),
    shown: seen.lines,
    dropped: seen.dropped,
    batches: seen.batches,
    'memory before MB': Math.round(before),
    'most MB': Math.round(most),
    'rss before MB': Math.round(rssBefore),
    'most rss MB': Math.round(mostRss),
    'behind at most ms': seen.mostBehindMs,
    'event loop p99 ms': Math.round(loop.percentile(99) / 1e6),
    'event loop most ms': Math.round(loop.max / 1e6),
  });
  expect(seen.lines + seen.dropped).toBe(written + 1);
  expect(seen.dropped).toBeGreaterThan(0);
  expect(seen.disorder).toBe(0);
  expect(most - before).toBeLessThan(allowedMb);
  expect(loop.percentile(99) / 1e6).toBeLessThan(100);
});
