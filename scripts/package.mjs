import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildAppIfStale } from './app/build-app.mjs';
import { BootstrapError, reportFailure } from './bootstrap/report.mjs';
import { bootstrap, ROOT } from './bootstrap.mjs';
import { runInElectronNode } from './electron-node.mjs';
import { packageFolder } from './package/runtime-folder.mjs';

/**
 * Makes the packaged console, unpacked, in `dist/` or in `--output DIR`: `npm run package`. Nothing of an earlier one
 * is kept.
 */
async function packageConsole(args) {
  const target = path.resolve(outputFolder(args) ?? packageFolder(ROOT));
  if (process.platform !== 'linux') {
    throw new BootstrapError('Only Linux packages can be made yet.', 'Run this on Linux.');
  }
  const { electron } = await bootstrap({ needs: ['electron'] });
  await buildAppIfStale(ROOT, electron);
  // @electron/asar and @electron/fuses ask for a newer Node than a developer may have.
  process.exitCode = await runInElectronNode(
    electron.path,
    path.join(ROOT, 'scripts', 'package', 'assemble.mjs'),
    [ROOT, target, JSON.stringify(electron)],
  );
}

function outputFolder(args) {
  try {
    return parseArgs({ args, options: { output: { type: 'string' } }, strict: true }).values.output;
  } catch (error) {
    throw new BootstrapError(error.message, 'Usage: npm run package [-- --output DIR]');
  }
}

packageConsole(process.argv.slice(2)).catch(reportFailure);
