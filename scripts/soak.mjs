import { runWithApp } from './app/run-with-app.mjs';
import { reportFailure } from './bootstrap/report.mjs';
import { ALL_NEEDS, ROOT } from './bootstrap.mjs';
import { packageBin } from './package-bin.mjs';

/** The long runs that `npm test` has only a small representative of: gigabyte files, kill loops, floods. */
async function soak(args) {
  const vitest = ['run', '--root', ROOT, '--project', 'soak', '--allowOnly=false', ...args];
  process.exitCode = await runWithApp(packageBin(ROOT, 'vitest', 'vitest'), vitest, { needs: ALL_NEEDS });
}

soak(process.argv.slice(2)).catch(reportFailure);
