import path from 'node:path';
import { runWithApp } from './app/run-with-app.mjs';
import { reportFailure } from './bootstrap/report.mjs';
import { ALL_NEEDS, ROOT } from './bootstrap.mjs';

/** Measures, prints a table; `-- NAME… --json FILE` chooses what and keeps the figures. */
async function bench(args) {
  process.exitCode = await runWithApp(path.join(ROOT, 'e2e', 'bench', 'main.ts'), args, { needs: ALL_NEEDS });
}

bench(process.argv.slice(2)).catch(reportFailure);
