import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { BootstrapError, createReport, reportFailure } from '../bootstrap/report.mjs';
import { packApp } from './app-archive.mjs';
import { applyFuses } from './fuses.mjs';
import { writeLauncher } from './launcher.mjs';
import { BINARY, copyRuntime, markUnofficial } from './runtime-folder.mjs';

// Electron's Node treats an archive as a folder; here it is a file to be written and moved.
process.noAsar = true;

/** Puts a package together beside the old one, which is replaced only by a complete one. */
async function assemble(root, target, electron) {
  await requireReplaceable(target);
  const work = `${target}.unfinished`;
  const report = createReport(process.stdout, 'package');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await report.step('runtime', () => copyRuntime(electron, work));
  await report.step('app', () => packApp(root, path.join(work, 'resources')));
  await report.step('command', () => writeLauncher(path.join(work, 'ronda')));
  await report.step('fuses', () => applyFuses(path.join(work, BINARY)));
  if (electron.source !== 'official') await report.step('release', () => markUnofficial(electron, work));
  await report.step('done', async () => {
    await rm(target, { recursive: true, force: true });
    await rename(work, target);
    return { said: `${target}: ./${BINARY} opens the window, ./ronda is the command` };
  });
}

/** The folder is thrown away at the end: a mistyped `--output` must not cost anyone their files. */
async function requireReplaceable(target) {
  const names = existsSync(target) ? await readdir(target) : [];
  if (names.length > 0 && !names.includes(BINARY)) {
    throw new BootstrapError(
      `${target} holds something else than a package.`,
      'Name a new or an empty folder.',
    );
  }
}

assemble(process.argv[2], process.argv[3], JSON.parse(process.argv[4])).catch(reportFailure);
