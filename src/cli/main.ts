import type { Writable } from 'node:stream';
import { checkoutVersion } from './checkout-version.ts';
import { exitCodes } from './exit-codes.ts';
import type { OpenConsole } from './ronda-console.ts';
import { runCli } from './run-cli.ts';

/**
 * The `ronda` command of a checkout, run from source in Electron's Node by bin/ronda.mjs. The core is loaded when a
 * command opens the console, so that `--help` and wrong arguments are answered at once.
 */
async function main(argv: readonly string[]): Promise<void> {
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
  const io = { stdin, stdout, stderr, env, signal: stop.signal };
  const open: OpenConsole = async ({ homeRoot }) => {
    const { openHeadlessConsole } = await import('./open-headless-console.ts');
    return openHeadlessConsole({ home: homeRoot, label: 'ronda (command)' });
  };
  const exitCode = await runCli(argv, io, open, checkoutVersion());
  await Promise.all([flushed(stdout), flushed(stderr)]);
  // An idle socket or a waiting timer must not keep a finished command alive.
  process.exit(exitCode);
}

/** Resolves when everything written before has left the process. */
function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

await main(process.argv.slice(2));
