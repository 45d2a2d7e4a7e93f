import path from 'node:path';
import { buildAppIfStale } from './app/build-app.mjs';
import { BootstrapError, reportFailure } from './bootstrap/report.mjs';
import { bootstrap, ROOT } from './bootstrap.mjs';
import { runInElectronNode } from './electron-node.mjs';

/** Makes the packaged console, unpacked, in `dist/`: `npm run package`. Nothing of an earlier one is kept. */
async function packageConsole(args) {
  if (args.length > 0) throw new BootstrapError(`npm run package takes no arguments: ${args.join(' ')}`);
  if (process.platform !== 'linux') {
    throw new BootstrapError('Only Linux packages can be made yet.', 'Run this on Linux.');
  }
  const { electron } = await bootstrap({ needs: ['electron'] });
  await buildAppIfStale(ROOT, electron);
  // @electron/asar and @electron/fuses ask for a newer Node than a developer may have.
  process.exitCode = await runInElectronNode(
    electron.path,
    path.join(ROOT, 'scripts', 'package', 'assemble.mjs'),
    [ROOT, JSON.stringify(electron)],
  );
}

packageConsole(process.argv.slice(2)).catch(reportFailure);
