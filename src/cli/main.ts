import { checkoutVersion } from './checkout-version.ts';
import type { OpenConsole } from './ronda-console.ts';
import { runProgram } from './run-program.ts';

/**
 * The `ronda` command of a checkout, run from source in Electron's Node by bin/ronda.mjs. The core is loaded when a
 * command opens the console, so that `--help` and wrong arguments are answered at once.
 */
const open: OpenConsole = async ({ homeRoot }) => {
  const { openHeadlessConsole } = await import('./open-headless-console.ts');
  return openHeadlessConsole({ home: homeRoot, label: 'ronda (command)' });
};

process.exit(await runProgram(process.argv.slice(2), open, checkoutVersion()));
