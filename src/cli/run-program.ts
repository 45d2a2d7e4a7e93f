import type { Writable } from 'node:stream';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { OpenConsole } from './ronda-console.ts';
import { runCli } from './run-cli.ts';

/**
 * Runs one command as this process's only work: its terminal, its signals, its exit code. The checkout's `ronda` and
 * the packaged app's binary both end here.
 * @returns when everything that was written has left the process; the caller then ends it, for an idle socket or a
 *   waiting timer must not keep a finished command alive
 */
export async function runProgram(
  argv: readonly string[],
  open: OpenConsole,
  version: string,
): Promise<ExitCode> {
  const stop = new AbortController();
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Asked twice, it ends at once: what must survive our death was armed on the server beforehand.
      if (asked) process.exit(exitCodes.cancelled);
      asked = true;
      stop.abort();
    });
  }
  // `ronda logs … | head`: nobody reads on, and that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.ok);
  });
  const { stdin, stdout, stderr, env } = process;
  const exitCode = await runCli(argv, { stdin, stdout, stderr, env, signal: stop.signal }, open, version);
  await Promise.all([flushed(stdout), flushed(stderr)]);
  return exitCode;
}

/** Resolves when everything written before has left the process. */
function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
