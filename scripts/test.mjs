import { BootstrapError, reportFailure } from './bootstrap/report.mjs';
import { bootstrap, ROOT } from './bootstrap.mjs';
import { chooseParts, needsOf } from './tests/parts.mjs';
import { emptyResult } from './tests/read-results.mjs';
import { runPart } from './tests/run-part.mjs';
import { judgePart, sumParts } from './tests/sum-results.mjs';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Sets up and runs the tests part by part: all of them, or those named (`npm test -- unit lint`). A failed part does
 * not keep the next one from running; the last line and the exit code tell the whole.
 */
async function test(args) {
  const { parts, runnerArgs } = chooseParts(args);
  let stopped = false;
  for (const signal of STOP_SIGNALS) process.once(signal, () => (stopped = true));
  const setUp = await bootstrap({ needs: needsOf(parts) });
  const judged = [];
  for (const { name } of parts) {
    if (stopped) break;
    judged.push(await runAndJudge(name, judged, { root: ROOT, setUp, runnerArgs }));
  }
  process.stdout.write(`\n${judged.map(describePart).join('')}`);
  if (stopped) process.stdout.write('Stopped before the end.\n');
  const sum = sumParts(judged);
  process.stdout.write(`${sum.line}\n`);
  process.exitCode = stopped ? 130 : sum.exitCode;
}

async function runAndJudge(name, before, context) {
  process.stdout.write(`\n── ${name} ──\n`);
  const started = performance.now();
  const { exitCode, result } = await runOrExplain(name, before, context);
  const seconds = (performance.now() - started) / 1000;
  return { name, seconds, failures: result.failures, flaky: result.flaky, ...judgePart(result, exitCode) };
}

async function runOrExplain(name, before, context) {
  const couldNot = (why) => ({
    exitCode: 1,
    result: { ...emptyResult(), problems: [`could not run: ${why}`] },
  });
  // What an older build does proves nothing about this source.
  if (name === 'e2e' && before.some((part) => part.name === 'build' && part.failed > 0)) {
    return couldNot('the build failed');
  }
  try {
    return await runPart(name, context);
  } catch (error) {
    return couldNot(
      error instanceof BootstrapError ? `${error.message} ${error.hint}` : (error?.stack ?? error),
    );
  }
}

function describePart({ name, passed, failed, seconds, reasons, failures, flaky }) {
  const lines = [
    `${name.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
    ...reasons.map((reason) => `  ${reason}`),
    ...failures.map((failure) => `  failed: ${failure}`),
    ...flaky.map((title) => `  passed only when repeated: ${title}`),
  ];
  return `${lines.join('\n')}\n`;
}

test(process.argv.slice(2)).catch((error) => {
  reportFailure(error);
  process.stdout.write('Tests: 0 passed, 1 failed\n');
});
