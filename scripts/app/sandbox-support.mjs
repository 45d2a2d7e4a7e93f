import { stat } from 'node:fs/promises';
import path from 'node:path';
import { BootstrapError } from '../bootstrap/report.mjs';
import { findCommand, runCommand } from '../bootstrap/run-command.mjs';

/**
 * Checks that Electron's sandbox can work for the user that the console runs as, and says what to do where it cannot.
 * Without this, Chromium ends with a crash message that helps no one. The console is never started without sandbox.
 *
 * @param {{electronPath: string, user?: {uid: number, gid: number}}} options
 * @throws {BootstrapError}
 */
export async function requireSandbox({ electronPath, user }) {
  if (process.platform !== 'linux' || findCommand('unshare') === undefined) return;
  const unshare = ['unshare', '--user', '--map-root-user', 'true'];
  const [command, ...args] =
    user === undefined
      ? unshare
      : ['setpriv', '--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups', ...unshare];
  if ((await runCommand(command, args, { cwd: '/' })).code === 0) return;
  const helper = path.join(path.dirname(electronPath), 'chrome-sandbox');
  if (await isSetuidRoot(helper)) return;
  throw new BootstrapError(
    'This system does not let an ordinary user create namespaces, which Electron needs for its sandbox.',
    `Give the sandbox helper its rights, then start again:\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  );
}

async function isSetuidRoot(file) {
  try {
    const { uid, mode } = await stat(file);
    return uid === 0 && (mode & 0o4000) !== 0;
  } catch {
    return false;
  }
}
