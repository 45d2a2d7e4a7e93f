import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../../e2e/testbed/engine.ts';
import { loadSampleImages } from '../../../e2e/testbed/image.ts';
import { runCommand } from '../../../e2e/testbed/processes.ts';
import { createDocker } from '../hosts/docker/create-docker.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import { createLogOperations } from './log-operations.ts';
import type { LogBatch } from './tail-logs.ts';

const IMAGE = 'ronda-sample/gateway:1.0.0';
const dir = mkdtempSync('/tmp/ronda-logs-');
const agent = new Agent();
let engine: Engine;
let connection: HostConnection;
let lose: AbortController;

beforeAll(async () => {
  engine = await startEngine({ dir });
  await loadSampleImages(engine.docker);
});
afterAll(async () => {
  agent.destroy();
  await engine?.stop({ removeData: true });
  rmSync(dir, { recursive: true, force: true });
});

function connect(): void {
  lose = new AbortController();
  const unused = (): never => {
    throw new Error('logs use the control pipe only');
  };
  connection = {
    hostId: 'here',
    methods: { docker: 'socket', tcp: 'direct', exec: 'child-process' },
    engine: {
      version: engine.version,
      apiVersion: engine.apiVersion,
      operatingSystem: '',
      cpus: 1,
      memoryBytes: 1,
      countsContainers: true,
    },
    signal: lose.signal,
    docker: createDocker(agent, engine.socketPath),
    bulkDocker: unused,
    dial: unused,
    exec: unused,
    bulkExec: unused,
  };
}

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await runCommand('docker', args, { env: engine.docker });
  return stdout.trim();
}
const runScript = (script: string, ...options: string[]): Promise<string> =>
  docker('run', '-d', ...options, IMAGE, 'node', '-e', script);

interface Wanted {
  tail?: number;
  follow?: boolean;
  onBatch?: (batch: LogBatch) => Promise<void> | void;
}
function tail(containerId: string, { tail: newest = 100_000, follow = false, onBatch }: Wanted = {}) {
  connect();
  const abort = new AbortController();
  const batches: LogBatch[] = [];
  const operations = createLogOperations({
    connections: { get: () => connection, subscribe: () => () => undefined },
    clock: systemClock,
    log: silentLog,
  });
  const done = operations['logs.tail'](
    { hostId: 'here', containerId, tail: newest, follow },
    {
      signal: abort.signal,
      emit: async (batch) => {
        batches.push(batch);
        await onBatch?.(batch);
      },
    },
  );
  const lines = () => batches.flatMap((batch) => batch.lines);
  /** Until the condition holds; fails with what the stream failed with. */
  const until = async (holds: () => boolean): Promise<void> => {
    const started = Date.now();
    while (!holds()) {
      if (Date.now() - started > 30_000) throw new Error(`not seen; last line: ${lines().at(-1)?.text}`);
      await Promise.race([systemClock.sleep(10), done.then(() => undefined)]);
    }
  };
  return { done, abort, batches, lines, until };
}

const awkward = `
  const w = (x) => process.stdout.write(x);
  w('\\x1b[31mERROR\\x1b[0m merah\\n');
  w('a\\x1b[2J\\x1b]0;title\\x07b\\x1b]8;;javascript:alert(1)\\x1b\\\\click\\x1b]8;;\\x1b\\\\\\n');
  w('\\r10 %\\r20 %\\r100 %\\n');
  w('crlf\\r\\n');
  w(Buffer.from([0xc3, 0x28, 0xff, 0x0a]));
  w('x'.repeat(20000) + '漢'.repeat(9000) + '\\n');
  w('y'.repeat(10 * 1024 * 1024) + '\\n');
  w('{"level":40,"msg":"pino"}\\n');
  console.error('[error] to stderr');
`;

test.each(['framed', 'terminal'])(
  'every awkward line of a real container comes out as it should (%s)',
  async (kind) => {
    const id = await runScript(awkward, ...(kind === 'terminal' ? ['--tty'] : []));
    await docker('wait', id);
    const { done, lines, batches } = tail(id);
    const total = await done;
    const stdout = lines().filter((line) => !line.text.includes('to stderr'));
    expect(stdout.map((line) => line.text.slice(0, 40))).toEqual([
      '\x1b[31mERROR\x1b[0m merah',
      'abclick',
      '100 %',
      'crlf',
      '\ufffd(\ufffd',
      'x'.repeat(40),
      'y'.repeat(40),
      '{"level":40,"msg":"pino"}',
    ]);
    expect(stdout[5]?.text).toBe(`${'x'.repeat(20_000)}${'漢'.repeat(9000)}`);
    expect(stdout[6]).toMatchObject({ truncatedBytes: 10 * 1024 * 1024 - 65_536 });
    expect(stdout.map((line) => line.level)).toEqual(['error', ...Array(6).fill('unknown'), 'warn']);
    const error = lines().find((line) => line.text.includes('to stderr'));
    expect(error).toMatchObject({ level: 'error', stream: kind === 'terminal' ? 'stdout' : 'stderr' });
    expect(lines().every((line) => line.at !== null && Math.abs(line.at - Date.now()) < 600_000)).toBe(true);
    expect(total).toEqual({ lines: 9, dropped: 0 });
    expect(Math.abs(batches.at(-1)?.clockSkewMs ?? 99_999)).toBeLessThan(10_000);
  },
);

test('only so many of the newest lines are read when asked', async () => {
  const id = await runScript('for (let n = 0; n < 5000; n++) console.log("line " + n)');
  await docker('wait', id);
  const { done, lines } = tail(id, { tail: 3 });
  await done;
  expect(lines().map((line) => line.text)).toEqual(['line 4997', 'line 4998', 'line 4999']);
});

test('following goes on over a restart without losing or repeating a line, and ends with the container', async () => {
  const id = await runScript(`
    const fs = require('fs'); const n = fs.existsSync('/tmp/n') ? +fs.readFileSync('/tmp/n', 'utf8') : 0;
    fs.writeFileSync('/tmp/n', String(n + 1));
    for (let i = 0; i < 200; i++) console.log('run ' + n + ' line ' + i);
    setInterval(() => {}, 1000);
  `);
  const { done, lines, until } = tail(id, { follow: true });
  await until(() => lines().length === 200);
  await docker('restart', '--time', '0', id);
  await until(() => lines().length >= 400);
  await docker('rm', '--force', id);
  expect(await done).toEqual({ lines: 400, dropped: 0 });
  expect(lines().map((line) => line.text)).toEqual(
    [0, 1].flatMap((run) => Array.from({ length: 200 }, (_unused, i) => `run ${run} line ${i}`)),
  );
});

test('a flood is followed with bounded memory, and what was dropped is counted', async () => {
  const id = await runScript(`
    const block = Array.from({ length: 1000 }, (_, i) => 'flood ' + i + ' ' + 'z'.repeat(60)).join('\\n') + '\\n';
    let n = 0; const more = () => { if (n++ < 150) process.stdout.write(block, more); else console.log('the end'); };
    setTimeout(more, 500); setTimeout(() => {}, 60000);
  `);
  let slow = true;
  const { abort, done, batches, lines, until } = tail(id, {
    tail: 0,
    follow: true,
    onBatch: () => systemClock.sleep(slow ? 100 : 0),
  });
  await until(() => batches.some((batch) => batch.dropped > 0));
  slow = false;
  await until(() => lines().at(-1)?.text === 'the end');
  abort.abort();
  await expect(done).rejects.toThrow();
  const dropped = batches.reduce((sum, batch) => sum + batch.dropped, 0);
  expect(lines().length + dropped).toBe(150_001);
  await docker('rm', '--force', id);
});

test('an abort and a lost connection end a quiet stream at once', async () => {
  const id = await runScript('console.log("ready"); setInterval(() => {}, 1000)');
  const first = tail(id, { follow: true });
  await first.until(() => first.lines().length === 1);
  // The stream says nothing more by itself: only the abort can end it.
  first.abort.abort();
  await expect(first.done).rejects.toThrow(/abort/i);

  const second = tail(id, { follow: true });
  await second.until(() => second.lines().length === 1);
  lose.abort(new Error('the connection was lost'));
  await expect(second.done).rejects.toThrow('the connection was lost');
  await docker('rm', '--force', id);
});

test('a container that is gone, and a log that Docker cannot read back, say so', async () => {
  await expect(tail('0123456789ab').done).rejects.toMatchObject({ code: 'logs.container-gone' });
  const id = await runScript('1', '--log-driver', 'none');
  await expect(tail(id).done).rejects.toMatchObject({
    code: 'logs.driver-unreadable',
    params: { container: id.slice(0, 12), driver: 'none' },
  });
});
