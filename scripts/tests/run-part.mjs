import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { prepareAppLaunch } from '../app/app-launch.mjs';
import { buildApp, buildAppIfStale } from '../app/build-app.mjs';
import { childEnvironment, isolatedEnvironment } from '../app/child-environment.mjs';
import { withDisplay } from '../app/with-display.mjs';
import { runInElectronNode, withoutElectronVariables } from '../electron-node.mjs';
import { packageBin } from '../package-bin.mjs';
import { runChild } from '../run-child.mjs';
import { emptyResult, failedFiles, readPlaywrightReport, readVitestReport } from './read-results.mjs';

/**
 * Runs one part of the tests.
 *
 * @param {string} name
 * @param {{root: string, setUp: Awaited<ReturnType<import('../bootstrap.mjs').bootstrap>>, runnerArgs: string[]}} context
 * @returns {Promise<{exitCode: number, result: import('./read-results.mjs').PartResult}>}
 */
export async function runPart(name, context) {
  const { root, setUp } = context;
  switch (name) {
    case 'types':
      return asOneTest(await runTool(root, 'typescript', 'tsc', ['-b']));
    case 'lint':
      return asOneTest(await runTool(root, '@biomejs/biome', 'biome', ['ci', '.']));
    case 'build':
      return asOneTest(await buildApp(root, setUp.electron));
    case 'unit':
      return runVitest(name, ['unit', 'renderer'], context);
    case 'integration':
      return runVitest(name, ['integration'], context);
    case 'e2e':
      return runPlaywright(name, context);
    default:
      throw new Error(`no such part: ${name}`);
  }
}

function asOneTest(exitCode) {
  const result = emptyResult();
  if (exitCode === 0) result.passed = 1;
  else result.failed = 1;
  return { exitCode, result };
}

function runTool(root, packageName, command, args) {
  return runChild(process.execPath, [packageBin(root, packageName, command), ...args], { cwd: root });
}

/** So many failed files may be a machine that stumbled; more of them are a fault, and are not run again. */
const MOST_REPEATED_FILES = 3;

/** Runs the tests, and a few files that failed once more by themselves: what passes only then is named in the end. */
async function runVitest(part, projects, context) {
  const first = await runVitestOnce(part, projects, context.runnerArgs, context);
  const failed = first.report ? failedFiles(first.report) : [];
  if (failed.length === 0 || failed.length > MOST_REPEATED_FILES) return toResult(first);
  process.stdout.write(
    `\n── ${part}, once more: ${failed.map((file) => path.basename(file)).join(', ')} ──\n`,
  );
  const files = failed.map((file) => path.relative(context.root, file));
  const repeated = await runVitestOnce(`${part}-repeated`, projects, files, context);
  if (!repeated.report) return toResult(first);
  return { exitCode: repeated.exitCode, result: readVitestReport(first.report, repeated.report) };
}

function toResult({ exitCode, report, problem }) {
  const result = report ? readVitestReport(report) : { ...emptyResult(), problems: [problem] };
  return { exitCode, result };
}

async function runVitestOnce(name, projects, runnerArgs, { root, setUp }) {
  const file = await freshReport(root, name);
  const args = [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...runnerArgs,
  ];
  const exitCode = await runInElectronNode(setUp.electron.path, packageBin(root, 'vitest', 'vitest'), args, {
    cwd: root,
    env: isolatedEnvironment(process.env),
    extraEnv: childEnvironment(setUp),
  });
  return { exitCode, ...(await readReport(file)) };
}

async function runPlaywright(part, { root, setUp, runnerArgs }) {
  await buildAppIfStale(root, setUp.electron);
  const launch = await prepareAppLaunch({ root, ...setUp });
  const report = await freshReport(root, part);
  const config = ['playwright.config.ts', path.join('e2e', 'playwright.config.ts')].find((file) =>
    existsSync(path.join(root, file)),
  );
  const args = [
    'test',
    ...(config ? ['--config', config] : []),
    '--forbid-only',
    '--reporter=list,json',
    ...runnerArgs,
  ];
  const exitCode = await withDisplay(setUp, (display) =>
    runChild(process.execPath, [packageBin(root, '@playwright/test', 'playwright'), ...args], {
      cwd: root,
      env: {
        ...withoutElectronVariables(isolatedEnvironment(process.env)),
        ...childEnvironment(setUp, launch),
        ...display,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    }),
  );
  const { report: read, problem } = await readReport(report);
  const result = read ? readPlaywrightReport(read) : { ...emptyResult(), problems: [problem] };
  return { exitCode, result };
}

/** An old report must never stand in for a run that wrote none. */
async function freshReport(root, part) {
  const folder = path.join(root, '.cache', 'test-results');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${part}.json`);
  await rm(file, { force: true });
  return file;
}

async function readReport(file) {
  try {
    return { report: JSON.parse(await readFile(file, 'utf8')) };
  } catch (error) {
    return { problem: `could not run: there is no readable report (${error.message})` };
  }
}
