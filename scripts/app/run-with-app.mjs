import { bootstrap, ROOT } from '../bootstrap.mjs';
import { runInElectronNode } from '../electron-node.mjs';
import { prepareAppLaunch } from './app-launch.mjs';
import { buildAppIfStale } from './build-app.mjs';
import { childEnvironment, isolatedEnvironment } from './child-environment.mjs';
import { withDisplay } from './with-display.mjs';

/**
 * Sets everything up, builds the console when it is stale, and runs a script in Electron's Node with a display and
 * the knowledge of how to start the console.
 *
 * @param {string} script
 * @param {string[]} args
 * @param {{needs: string[]}} options
 * @returns {Promise<number>} the script's exit code
 */
export async function runWithApp(script, args, { needs }) {
  const setUp = await bootstrap({ needs });
  await buildAppIfStale(ROOT, setUp.electron);
  const launch = await prepareAppLaunch({ root: ROOT, ...setUp });
  return withDisplay(setUp, (display) =>
    runInElectronNode(setUp.electron.path, script, args, {
      env: isolatedEnvironment(process.env),
      extraEnv: { ...childEnvironment(setUp, launch), ...display },
    }),
  );
}
