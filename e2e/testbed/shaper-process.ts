/**
 * The shaper as a process of its own, so that a benchmark's CPU and the line's do not mix.
 *
 *   ELECTRON_RUN_AS_NODE=1 electron e2e/testbed/shaper-process.ts --target 127.0.0.1:22 --rate 20000000 --delay 50
 *
 * stdout: one JSON object a line, first `{"port":N}`, then one answer for each command, in order.
 * stdin: one JSON command a line (see `ShaperCommand`). The end of stdin ends the process, so that it does not
 * outlive a parent that was killed.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type LineSettings, type Shaper, startShaper } from './shaper.ts';

export type ShaperCommand =
  | { command: 'set'; line: LineSettings }
  | { command: 'drop' | 'cut' | 'stall' | 'resume' | 'status' };

export interface ShaperStatus {
  bytes: { up: number; down: number };
  openConnections: number;
}

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    port: { type: 'string', default: '0' },
    rate: { type: 'string' },
    delay: { type: 'string', default: '0' },
  },
});
const [, host, targetPort] = /^(.+):(\d+)$/.exec(values.target ?? '') ?? [];
if (host === undefined || targetPort === undefined) {
  throw new Error('Usage: shaper-process.ts --target HOST:PORT [--port N] [--rate BIT/S] [--delay MS]');
}
const shaper = await startShaper({
  target: { host, port: Number(targetPort) },
  port: Number(values.port),
  rateBitsPerSecond: values.rate === undefined ? null : Number(values.rate),
  oneWayDelayMs: Number(values.delay),
});
print({ port: shaper.port });

for await (const line of createInterface({ input: process.stdin })) {
  try {
    obey(shaper, JSON.parse(line) as ShaperCommand);
    print({ bytes: shaper.bytes, openConnections: shaper.openConnections });
  } catch (error) {
    print({ error: error instanceof Error ? error.message : String(error) });
  }
}
await shaper.stop();

function obey(target: Shaper, request: ShaperCommand): void {
  const { command } = request;
  if (command === 'set') target.set(request.line);
  else if (command === 'drop') target.drop();
  else if (command === 'cut') target.cut();
  else if (command === 'stall') target.stall();
  else if (command === 'resume') target.resume();
  else if (command !== 'status') throw new Error(`Unknown command: ${JSON.stringify(request)}`);
}

function print(answer: { port: number } | ShaperStatus | { error: string }): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
