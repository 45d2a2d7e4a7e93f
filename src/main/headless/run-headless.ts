import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { OpenConsole } from '../../cli/ronda-console.ts';
import { runProgram } from '../../cli/run-program.ts';
import { homeFolder } from '../../core/platform/home-folder.ts';
import { builtFile, resourcesFolder } from '../app-files.ts';
import { createUtilitySpawner } from '../isolated-utility.ts';
import { systemKeyring } from '../system-keyring.ts';

/**
 * Runs one command of `ronda` in the app's own binary: no window, no `app:` protocol, no single-instance lock (a
 * command may run beside the window; the leases in the state keep them apart).
 */
export function runHeadless(words: readonly string[]): void {
  // Chromium writes a few files even without a window; in the window's own folder it would disturb that one.
  const scratch = mkdtempSync(join(tmpdir(), 'ronda-cli-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  app.setPath('userData', scratch);
  app.disableHardwareAcceleration();
  // Not awaited: Electron becomes ready only after the main module has been loaded to its end. And not started before
  // that: Chromium sets signal handlers of its own while it starts, which would end the process at once.
  void app
    .whenReady()
    .then(async () => process.exit(await runProgram(words, openForCommand, app.getVersion())));
}

/** The core is loaded here, so that `--help` and wrong words are answered without it. */
const openForCommand: OpenConsole = async ({ homeRoot }) => {
  const { openConsole } = await import('../../core/console.ts');
  return openConsole({
    home: homeFolder(homeRoot),
    label: 'ronda (command)',
    process: 'cli',
    version: app.getVersion(),
    resources: resourcesFolder(),
    stateWorker: builtFile('main/state-worker.js'),
    spawnInspector: createUtilitySpawner(builtFile('main/database-inspector.js')),
    keyring: systemKeyring(),
    notifier: null,
    desktop: null,
    watches: false,
  });
};
