import { chmod, writeFile } from 'node:fs/promises';
import { BINARY } from './runtime-folder.mjs';

/**
 * The `ronda` command of a package: the app's own binary without a window. Chromium chooses its display before any
 * JavaScript runs, so only an argument can tell it that none is needed. The command loads no page, hence has nothing
 * to put into a sandbox, which as root would refuse to start. Chromium's own log is about desktop services that a
 * server does not have.
 */
const LAUNCHER = `#!/bin/sh
# The command line of Ronda: ronda --help
self=$(readlink -f -- "$0") || exit 69
root=
[ "$(id -u)" = 0 ] && root=--no-sandbox
exec "\${self%/*}/${BINARY}" $root --ozone-platform=headless --disable-gpu --log-level=3 -- cli "$@"
`;

/**
 * @param {string} file
 * @returns {Promise<{said: string}>}
 */
export async function writeLauncher(file) {
  await writeFile(file, LAUNCHER);
  await chmod(file, 0o755);
  return { said: 'ronda' };
}
