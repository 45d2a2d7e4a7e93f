import { fileURLToPath } from 'node:url';
import { createForkSpawner } from '../../src/core/backup/inspect/fork-inspector.ts';
import { openConsole } from '../../src/core/console.ts';
import { homeFolder } from '../../src/core/platform/home-folder.ts';

/**
 * The console as the window runs it, without one: it takes the lease, tells alerts, and goes on until it is killed, or ended with
 * SIGTERM.
 * `watching-console.ts HOME PASSPHRASE TELEGRAM`; writes `ready` when it is up.
 */
const [home = '', passphrase = '', telegramApi = ''] = process.argv.slice(2);
const ronda = await openConsole({
  home: homeFolder(home),
  label: 'test',
  process: 'test',
  version: '0',
  resources: fileURLToPath(new URL('../../resources/', import.meta.url)),
  stateWorker: new URL('../../src/core/storage/state-worker.ts', import.meta.url),
  spawnInspector: createForkSpawner(),
  keyring: null,
  notifier: null,
  desktop: null,
  watches: true,
  telegramApi,
});
// A test that tells nobody has no vault.
if (passphrase !== '') await ronda.dispatcher.run('vault.unlock', { passphrase });
process.once('SIGTERM', () => void ronda.close().then(() => process.exit(0)));
process.stdout.write('ready\n');
