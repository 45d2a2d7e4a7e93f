import { checkoutVersion } from './checkout-version.ts';
import type { OpenConsole } from './ronda-console.ts';
import { runProgram } from './run-program.ts';

/**
 * The `ronda` command of a checkout, run from source in Electron's Node by bin/ronda.mjs. The core is loaded when a
 * command opens the console, so that `--help` and wrong arguments are answered at once.
 */
const open: OpenConsole = async ({ homeRoot, env }) => {
  const { openHeadlessConsole } = await import('./open-headless-console.ts');
  // Only here, in a checkout: in a package it would be a way to lead the bot's token astray.
  return openHeadlessConsole({
    home: homeRoot,
    label: 'ronda (command)',
    telegramApi: env.RONDA_TELEGRAM_API,
  });
};

process.exit(await runProgram(process.argv.slice(2), open, checkoutVersion()));
