import { execFile } from 'node:child_process';

const watcher = 'org.kde.StatusNotifierWatcher';
const path = '/StatusNotifierWatcher';
const property = 'IsStatusNotifierHostRegistered';

/** Whatever of these a desktop has: each asks the session's bus the same question. */
const questions: readonly (readonly [command: string, ...args: string[]])[] = [
  [
    'gdbus',
    ...['call', '--session', '--timeout', '2', '--dest', watcher, '--object-path', path],
    ...['--method', 'org.freedesktop.DBus.Properties.Get', watcher, property],
  ],
  ['busctl', '--user', '--timeout=2', 'get-property', watcher, path, watcher, property],
  [
    'dbus-send',
    ...['--session', '--print-reply', '--reply-timeout=2000', `--dest=${watcher}`, path],
    ...['org.freedesktop.DBus.Properties.Get', `string:${watcher}`, `string:${property}`],
  ],
];

function says(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 3000, encoding: 'utf8' }, (error, stdout) => {
      resolve(!error && /\btrue\b/.test(stdout));
    });
  });
}

/**
 * Whether something shows tray icons. Windows and macOS always do. On Linux a desktop may have no such place, and
 * Electron does not tell: a window hidden there would be lost, so in doubt the answer is no.
 * https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/
 */
export async function hasTrayHost(
  platform: NodeJS.Platform = process.platform,
  ask: (command: string, args: readonly string[]) => Promise<boolean> = says,
): Promise<boolean> {
  if (platform === 'win32' || platform === 'darwin') return true;
  for (const [command, ...args] of questions) {
    if (await ask(command, args)) return true;
  }
  return false;
}
