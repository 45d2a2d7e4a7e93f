import { prepareAppLaunch } from './app/app-launch.mjs';
import { buildAppIfStale } from './app/build-app.mjs';
import { reportFailure } from './bootstrap/report.mjs';
import { bootstrap, ROOT } from './bootstrap.mjs';
import { packageBin } from './package-bin.mjs';
import { runChild } from './run-child.mjs';

/** The console with hot reload, for developers. */
async function dev(args) {
  const setUp = await bootstrap({ needs: ['electron', 'user'] });
  await buildAppIfStale(ROOT, setUp.electron);
  const launch = await prepareAppLaunch({ root: ROOT, ...setUp });
  const electronVite = packageBin(ROOT, 'electron-vite', 'electron-vite');
  process.exitCode = await runChild(process.execPath, [electronVite, 'dev', ...args], {
    cwd: ROOT,
    env: { ...launch.env, ELECTRON_EXEC_PATH: launch.command },
  });
}

dev(process.argv.slice(2)).catch(reportFailure);
