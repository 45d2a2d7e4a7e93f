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
import { emptyResult, readPlaywrightReport, readVitestReport } from './read-results.mjs';

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

async function runVitest(part, projects, { root, setUp, runnerArgs }) {
  const report = await freshReport(root, part);
  const args = [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...runnerArgs,
  ];
  const exitCode = await runInElectronNode(setUp.electron.path, packageBin(root, 'vitest', 'vitest'), args, {
    cwd: root,
    env: isolatedEnvironment(process.env),
    extraEnv: childEnvironment(setUp),
  });
  return { exitCode, result: await readReport(report, readVitestReport) };
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
  return { exitCode, result: await readReport(report, readPlaywrightReport) };
}

/** An old report must never stand in for a run that wrote none. */
async function freshReport(root, part) {
  const folder = path.join(root, '.cache', 'test-results');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${part}.json`);
  await rm(file, { force: true });
  return file;
}

async function readReport(file, read) {
  try {
    return read(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    return { ...emptyResult(), problems: [`could not run: there is no readable report (${error.message})`] };
  }
}
