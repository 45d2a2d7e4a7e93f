import { prepareAppLaunch } from './app/app-launch.mjs';
import { buildAppIfStale } from './app/build-app.mjs';
import { needsVirtualDisplay } from './app/virtual-display.mjs';
import { BootstrapError, reportFailure } from './bootstrap/report.mjs';
import { bootstrap, ROOT } from './bootstrap.mjs';
import { runChild } from './run-child.mjs';

/** Opens the console on the admin's own hosts. */
async function start(args) {
  if (needsVirtualDisplay()) {
    throw new BootstrapError(
      'There is no display to open the console on (DISPLAY and WAYLAND_DISPLAY are empty).',
      'Without a display use the `npx ronda` command, or look at the sample stack with: npm run demo',
    );
  }
  const setUp = await bootstrap({ needs: ['electron', 'user'] });
  await buildAppIfStale(ROOT, setUp.electron);
  const launch = await prepareAppLaunch({ root: ROOT, ...setUp });
  if (setUp.user !== undefined) {
    process.stdout.write(
      `The console runs as ${setUp.user.name}, since Electron has no sandbox as root: ` +
        `it sees neither root's ~/.ssh nor root's Docker socket. To use those of yours, start it as yourself.\n`,
    );
  }
  process.exitCode = await runChild(launch.command, [...launch.args, ...args], { env: launch.env });
}

start(process.argv.slice(2)).catch(reportFailure);
