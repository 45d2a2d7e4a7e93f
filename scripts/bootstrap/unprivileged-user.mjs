import { chmod, chown, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runsAsRoot } from './cache-folder.mjs';
import { BootstrapError } from './report.mjs';
import { findCommand, lastLines, runCommand } from './run-command.mjs';

const NAME = 'ronda-dev';

/**
 * Electron refuses to run its sandbox as root. Under root the console runs as a system user of its own, with the
 * sandbox on; this sees to that user and its home.
 *
 * @param {string} cacheDir
 * @returns {Promise<{said: string, value: {name: string, uid: number, gid: number, home: string} | undefined}>}
 *   undefined where this process is not root and needs no other user
 */
export async function ensureUnprivilegedUser(cacheDir) {
  if (!runsAsRoot() || process.platform !== 'linux')
    return { said: 'not needed, not root', value: undefined };
  if (findCommand('setpriv') === undefined) {
    throw new BootstrapError('setpriv is missing, so the console cannot leave root.', 'Install util-linux.');
  }
  const home = path.join(cacheDir, 'home');
  let ids = await lookUp();
  const isNew = ids === undefined;
  if (isNew) {
    const args = [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      home,
      '--shell',
      '/usr/sbin/nologin',
      NAME,
    ];
    const result = await runCommand(findCommand('useradd') ?? 'useradd', args);
    ids = await lookUp();
    // Beside another run "already exists" is no failure: what counts is that the user is there now.
    if (ids === undefined)
      throw new BootstrapError(`The user ${NAME} could not be added:\n${lastLines(result)}`);
  }
  await mkdir(home, { recursive: true });
  await chown(home, ids.uid, ids.gid);
  await chmod(home, 0o700);
  return { said: `${NAME} ${isNew ? 'added' : 'there'}`, value: { name: NAME, ...ids, home } };
}

async function lookUp() {
  const { code, stdout } = await runCommand('getent', ['passwd', NAME]);
  const fields = stdout.trim().split(':');
  return code === 0 ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}
