import { writeFile } from 'node:fs/promises';
import { readArguments, UsageError } from './arguments.ts';
import { checkDelay } from './check-delay.ts';
import { checkCpu, checkMemory, checkStart } from './check-scale.ts';
import { exportMemory } from './export-memory.ts';
import { gigabyteExport, writerGap } from './gigabyte-export.ts';
import { type BenchResult, runMeasurement } from './measurement.ts';
import { memory } from './memory.ts';
import { rebuildLine } from './rebuild.ts';
import { secondExport, secondExportBytes } from './second-export.ts';
import { firstExport, loopbackExport } from './ssh-export.ts';
import { startup } from './startup.ts';
import { formatTable } from './table.ts';
import { verification } from './verification.ts';

/** Every measurement; a new one is a file of its own and a word here. */
const measurements = [
  ...[startup, memory, checkDelay, checkStart, checkCpu, checkMemory],
  ...[gigabyteExport, verification, writerGap, firstExport, loopbackExport],
  ...[secondExport, secondExportBytes, exportMemory, rebuildLine],
];

/** sysexits.h: wrong arguments. */
const USAGE = 64;

/** Exit code 0 whatever the figures are; 1 when one could not be made, the others being reported all the same. */
async function bench(args: readonly string[]): Promise<number> {
  const { chosen, json } = readArguments(args, measurements);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => stop.abort(new Error('stopped')));
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const results: BenchResult[] = [];
  let failures = 0;
  for (const measurement of chosen) {
    say(`${measurement.name}: ${measurement.what}`);
    try {
      results.push(await runMeasurement(measurement, { signal: stop.signal, say }));
    } catch (error) {
      failures += 1;
      say(`${measurement.name} could not be measured: ${error instanceof Error ? error.message : error}`);
    }
    if (stop.signal.aborted) break;
  }
  process.stdout.write(`\n${formatTable(results, measurements)}`);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
  return failures > 0 || stop.signal.aborted ? 1 : 0;
}

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = USAGE;
}
