import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { recentBeats } from '../../src/core/health/tracked-check.ts';
import { checkCount, type ManyChecks, portOf, startManyChecks } from './many-checks.ts';
import type { Measurement, Pair } from './measurement.ts';

const withManyChecks = async <T>(everyMs: number, work: (many: ManyChecks) => Promise<T>): Promise<T> => {
  const many = await startManyChecks(everyMs);
  try {
    return await work(many);
  } finally {
    await many.stop();
  }
};

const everyMs = 30_000;
const rounds = 3;
/** A check's first run is so long after the one before it: `firstStepMs` of the schedule. */
const firstStepMs = 100;

/** When each run began after it was due, ms, over the rounds after the first. */
export const checkStart: Measurement = {
  name: 'check-start',
  unit: 'ms',
  peer: 'one second',
  what: `95th percentile of how late a check begins: ${checkCount} checks each ${everyMs / 1000} s through one SSH connection`,
  better: 'lower',
  target: 1,
  measure: ({ signal, say }) =>
    withManyChecks(everyMs, async ({ connection, onDial, createWatch }) => {
      const begun = new Map<number, number[]>();
      const from = performance.now();
      onDial.add((port) => begun.set(port, [...(begun.get(port) ?? []), performance.now() - from]));
      const watch = createWatch();
      watch.connected(connection);
      await sleep(checkCount * firstStepMs + rounds * everyMs, undefined, { signal });
      watch.stop();
      const late: number[] = [];
      for (let index = 0; index < checkCount; index++) {
        const [first, ...rest] = begun.get(portOf(index)) ?? [];
        if (first === undefined) throw new Error(`check ${index} never began`);
        late.push(first - index * firstStepMs);
        let last = first;
        // The second run takes a seat of its own inside the interval (`nextDue`), the others follow it.
        let due = everyMs - Math.floor((everyMs / 2) * (index / checkCount));
        for (const at of rest) {
          late.push(at - last - due);
          last = at;
          due = everyMs;
        }
      }
      const sorted = late.sort((a, b) => a - b);
      const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
      say(
        `  ${late.length} runs, median ${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0)} ms, worst ${sorted.at(-1)?.toFixed(0)} ms`,
      );
      return [{ value: Math.max(0, p95), peerValue: 1000 }];
    }),
};

const atOnce = 6;

/** CPU of this process for so many checks, ms, beside plain `fetch` through a local forward of the same connection. */
export const checkCpu: Measurement = {
  name: 'check-cpu',
  unit: 'ms',
  peer: `fetch, ${atOnce} at once, through a forwarded port of the same SSH connection`,
  what: 'CPU time of this process for 1,000 HTTP checks: run, judged and kept',
  better: 'lower',
  target: 1.5,
  measure: ({ signal, say }) =>
    withManyChecks(3_600_000, async ({ connection, port, createWatch }) => {
      const watch = createWatch();
      watch.connected(connection);
      await watch.checkNow(undefined);
      const forward = createServer((socket) => {
        connection.dial({ host: '127.0.0.1', port }, signal).then(
          (through) => {
            socket.pipe(through).pipe(socket);
            for (const end of [socket, through]) end.on('error', () => undefined);
          },
          () => socket.destroy(),
        );
      });
      await new Promise<void>((resolve) => forward.listen(0, '127.0.0.1', resolve));
      const address = forward.address();
      const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/health`;
      const fetchOne = async (): Promise<void> => {
        const response = await fetch(url, { headers: { connection: 'close' }, signal });
        const body = (await response.json()) as { status: string };
        if (body.status !== 'healthy') throw new Error('the peer’s check failed');
      };
      try {
        const pairs: Pair[] = [];
        for (let run = 0; run < 3; run++) {
          const ours = await cpuOf(async () => {
            await watch.checkNow(undefined);
            await watch.checkNow(undefined);
          });
          const theirs = await cpuOf(() => inTurns(2 * checkCount, atOnce, fetchOne));
          say(`  checks ${ours.toFixed(0)} ms, fetch ${theirs.toFixed(0)} ms`);
          pairs.push({ value: ours, peerValue: theirs });
        }
        return pairs;
      } finally {
        watch.stop();
        forward.close();
      }
    }),
};

/** The heap after an hour's worth of checks beside the heap before it, once every tile's bounded row of beats is full, MB. */
export const checkMemory: Measurement = {
  name: 'check-memory',
  unit: 'MB',
  peer: 'the heap before that hour, every tile’s row of beats being full',
  what: `heap of this process after an hour’s worth of ${checkCount} checks a minute (${60 * checkCount} real checks, one round after the other)`,
  better: 'lower',
  target: 1.1,
  measure: ({ say }) =>
    withManyChecks(3_600_000, async ({ connection, createWatch }) => {
      const watch = createWatch();
      watch.connected(connection);
      let early = 0;
      for (let minute = 1; minute <= recentBeats + 60; minute++) {
        await watch.checkNow(undefined);
        if (minute === recentBeats) early = heapMegabytes();
        if (minute % 20 === 0) say(`  after ${minute} rounds: ${heapMegabytes().toFixed(1)} MB`);
      }
      const late = heapMegabytes();
      watch.stop();
      return [{ value: late, peerValue: early }];
    }),
};

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function inTurns(count: number, lanes: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left-- > 0) await work();
    }),
  );
}

/** After everything that can be freed was freed. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}
