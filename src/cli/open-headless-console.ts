import { fileURLToPath } from 'node:url';
import { createForkSpawner } from '../core/backup/inspect/fork-inspector.ts';
import { openConsole, type RondaConsole } from '../core/console.ts';
import { homeFolder } from '../core/platform/home-folder.ts';
import { checkoutVersion } from './checkout-version.ts';

/**
 * Opens the console from source, without a window: the checkout's `ronda`, and tests that need a home with
 * something in it. Without a keyring, for only Electron's own process reaches the system's: the vault of such a home is
 * opened by its passphrase.
 * @param options.home the home folder, absolute
 * @param options.label who holds a lease, for people
 */
export async function openHeadlessConsole(options: {
  readonly home: string;
  readonly label: string;
  /** What stands in for Telegram in a test. */
  readonly telegramApi?: string | undefined;
}): Promise<RondaConsole> {
  return openConsole({
    home: homeFolder(options.home),
    label: options.label,
    process: 'cli',
    version: checkoutVersion(),
    resources: fileURLToPath(new URL('../../resources/', import.meta.url)),
    stateWorker: new URL('../core/storage/state-worker.ts', import.meta.url),
    spawnInspector: createForkSpawner(),
    keyring: null,
    notifier: null,
    desktop: null,
    watches: false,
    telegramApi: options.telegramApi,
  });
}
