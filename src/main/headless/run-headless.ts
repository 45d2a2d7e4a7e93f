import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { OpenConsole } from '../../cli/ronda-console.ts';
import { runCli } from '../../cli/run-cli.ts';
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
  app.setPath('userData', scratch);
  app.disableHardwareAcceleration();
  const stop = new AbortController();
  // Not awaited: Electron becomes ready only after the main module has been loaded to its end.
  void app.whenReady().then(async () => {
    // Set only now, for Chromium sets handlers of its own while it starts, and those would end the process at once.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
    const { stdin, stdout, stderr, env } = process;
    const io = { stdin, stdout, stderr, env, signal: stop.signal };
    const exitCode = await runCli(words, io, openForCommand, app.getVersion());
    rmSync(scratch, { recursive: true, force: true });
    app.exit(exitCode);
  });
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
    notifier: { notify: () => undefined },
    desktop: null,
    watches: false,
  });
};
