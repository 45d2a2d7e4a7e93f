import path from 'node:path';
import { runWithApp } from './app/run-with-app.mjs';
import { reportFailure } from './bootstrap/report.mjs';
import { ALL_NEEDS, ROOT } from './bootstrap.mjs';

/** The console on the sample RT 04 stack, in a Docker engine of its own. `--once` ends after the first round. */
async function demo(args) {
  process.exitCode = await runWithApp(path.join(ROOT, 'e2e', 'testbed', 'demo.ts'), args, {
    needs: ALL_NEEDS,
  });
}

demo(process.argv.slice(2)).catch(reportFailure);
