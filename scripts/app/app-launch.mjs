import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { electronRecordFile } from '../bootstrap/electron-runtime.mjs';
import { withoutElectronVariables } from '../electron-node.mjs';
import { requireSandbox } from './sandbox-support.mjs';
import { reachableApp } from './stage-app.mjs';

/** Root's own session is no business of the unprivileged user, and it could not open these folders either. */
const SESSION_VARIABLES = [
  'NODE_OPTIONS',
  'ELECTRON_RUN_AS_NODE',
  'DBUS_SESSION_BUS_ADDRESS',
  'SSH_AUTH_SOCK',
  'XDG_RUNTIME_DIR',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
];

/**
 * How to start the built console with its sandbox on: as this user, or under root as the unprivileged one.
 *
 * @param {{
 *   root: string,
 *   cacheDir: string,
 *   electron: {path: string, version: string},
 *   user?: {name: string, uid: number, gid: number, home: string},
 * }} options what `bootstrap` returned, and the checkout
 * @returns {Promise<{command: string, args: string[], env: NodeJS.ProcessEnv, appPath: string}>} `command` is one
 *   executable that takes Electron's arguments, as Playwright's `executablePath` asks for; `args` ends with `appPath`
 */
export async function prepareAppLaunch({ root, cacheDir, electron, user }) {
  const env = withoutElectronVariables(process.env);
  if (user === undefined) {
    await requireSandbox({ electronPath: electron.path });
    return { command: electron.path, args: [root], env, appPath: root };
  }
  const { appPath, electronPath } = await reachableApp({ root, cacheDir, electron, user });
  await requireSandbox({ electronPath, user });
  const command = path.join(path.dirname(electronRecordFile(root)), `electron-as-${user.name}`);
  await writeExecutable(command, wrapperScript({ user, electronPath }));
  return { command, args: [appPath], env, appPath };
}

/**
 * The script that leaves root for good and becomes Electron (`exec`: signals and the process id stay the same). The
 * home can be set by the caller in RONDA_APP_USER_HOME, for tests that each want a fresh one.
 *
 * @param {{user: {uid: number, gid: number, name: string, home: string}, electronPath: string}} options
 */
export function wrapperScript({ user, electronPath }) {
  const unset = SESSION_VARIABLES.map((name) => `-u ${name}`).join(' ');
  return `#!/bin/sh
# Written by the bootstrap: runs Electron as ${user.name}, because it has no sandbox as root.
home=\${RONDA_APP_USER_HOME:-${quote(user.home)}}
cd / || exit 1
exec setpriv --reuid ${user.uid} --regid ${user.gid} --clear-groups \\
  env ${unset} HOME="$home" USER=${quote(user.name)} LOGNAME=${quote(user.name)} \\
  ${quote(electronPath)} "$@"
`;
}

function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function writeExecutable(file, text) {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, text);
  await chmod(unfinished, 0o755);
  await rename(unfinished, file);
}
