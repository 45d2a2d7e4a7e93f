import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { BootstrapError } from '../bootstrap/report.mjs';
import { findCommand, runCommand } from '../bootstrap/run-command.mjs';

const START_MS = 15_000;

/** True where no window can be shown without a display of our own. */
export function needsVirtualDisplay(env = process.env, platform = process.platform) {
  return platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY;
}

/**
 * Starts an Xvfb of our own. It takes a free display number by itself and lets in only who holds the cookie: other
 * users of this machine cannot read what is typed there.
 *
 * @param {{user?: {uid: number, gid: number}}} [options] the user that the console runs as, when it is not this one
 * @returns {Promise<{env: {DISPLAY: string, XAUTHORITY: string}, stop(): Promise<void>}>}
 */
export async function startVirtualDisplay({ user } = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ronda-display-'));
  const authority = path.join(folder, 'Xauthority');
  const cookie = randomBytes(16).toString('hex');
  // The server takes every cookie of its file whatever display it stands beside, and its number is not known yet.
  await addCookie(authority, ':0', cookie);
  const args = [
    '-displayfd',
    '3',
    '-screen',
    '0',
    '1600x1000x24',
    '-nolisten',
    'tcp',
    '-noreset',
    '-auth',
    authority,
  ];
  const server = spawnServer(args);
  const stop = async () => {
    process.off('exit', kill);
    const ended = new Promise((resolve) => server.once('close', resolve));
    if (server.exitCode === null && server.signalCode === null && server.kill('SIGTERM')) await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const kill = () => server.kill('SIGTERM');
  process.on('exit', kill);
  try {
    const display = `:${await displayNumber(server)}`;
    await addCookie(authority, display, cookie);
    if (user !== undefined) for (const file of [folder, authority]) await chown(file, user.uid, user.gid);
    return { env: { DISPLAY: display, XAUTHORITY: authority }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * In a process group of its own: a Ctrl+C would else end the display before the console could close. That it ends
 * with us even when we are killed is asked of the kernel (setpriv is on every Linux with util-linux).
 */
function spawnServer(args) {
  const xvfb = findCommand('Xvfb') ?? 'Xvfb';
  const setpriv = findCommand('setpriv');
  const [command, ...rest] =
    setpriv === undefined ? [xvfb, ...args] : [setpriv, '--pdeathsig', 'TERM', xvfb, ...args];
  return spawn(command, rest, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
}

/** The cookie travels over stdin: in the arguments every user of the machine could read it. */
async function addCookie(authority, display, cookie) {
  await writeFile(authority, '', { flag: 'a', mode: 0o600 });
  const xauth = findCommand('xauth') ?? 'xauth';
  const result = await runCommand(xauth, ['-q', '-f', authority, 'source', '-'], {
    input: `add ${display} . ${cookie}\n`,
  });
  if (result.code !== 0) throw new BootstrapError(`xauth failed: ${result.stderr.trim()}`);
}

function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    let number = '';
    const fail = (why) => reject(new BootstrapError(`Xvfb did not start: ${why}`, said.trim()));
    const timer = setTimeout(() => fail(`no answer in ${START_MS / 1000} s`), START_MS);
    server.stderr.setEncoding('utf8').on('data', (text) => {
      // Only the beginning can explain a failed start; a display that lives for hours must not fill our memory.
      if (said.length < 4000) said += text;
    });
    server.stdio[3].setEncoding('utf8').on('data', (text) => {
      number += text;
      if (!number.includes('\n')) return;
      clearTimeout(timer);
      resolve(number.trim());
    });
    server.once('error', (error) => {
      clearTimeout(timer);
      fail(error.message);
    });
    server.once('exit', (code) => {
      clearTimeout(timer);
      fail(`exit code ${code}`);
    });
  });
}
