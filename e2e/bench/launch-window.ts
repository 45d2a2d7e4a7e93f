import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendantsOf, killAll } from '../testbed/process-tree.ts';
import { connectDevTools, type DevTools } from './devtools.ts';
import { type PageTimes, probeBinding, probeScript } from './interactive-probe.ts';

/** Which of the two windows, each on a folder of its own that was empty before. */
export type WindowKind = 'console' | 'bare';

export interface LaunchedWindow {
  readonly pid: number;
  /** From the moment before the process was started, in ms. */
  readonly firstContentfulPaintMs: number;
  readonly interactiveMs: number;
}

const readyTimeoutMs = 60_000;

/**
 * Starts a window, waits until it is interactive, hands it to `work`, and ends it with all its processes. Both kinds
 * go through the same executable, arguments and DevTools connection.
 *
 * @throws when the window does not become interactive within a minute
 */
export async function withWindow<T>(
  kind: WindowKind,
  signal: AbortSignal,
  work: (window: LaunchedWindow) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'ronda-bench-'));
  try {
    const args = await prepare(kind, folder);
    const startedAt = performance.timeOrigin + performance.now();
    const child = spawn(required('RONDA_APP_EXECUTABLE'), [...args, '--remote-debugging-port=0'], {
      env: appEnvironment(join(folder, 'user')),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let devTools: DevTools | undefined;
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(readyTimeoutMs)]);
      devTools = await connectDevTools(await devToolsUrl(child, limit));
      const { firstContentfulPaint, interactive } = await pageTimes(devTools, child, limit);
      return await work({
        pid: child.pid ?? 0,
        firstContentfulPaintMs: firstContentfulPaint - startedAt,
        interactiveMs: interactive - startedAt,
      });
    } finally {
      devTools?.close();
      await endTree(child);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes the folders the window needs, readable by the user that it runs as, and returns its arguments. */
async function prepare(kind: WindowKind, folder: string): Promise<string[]> {
  const home = join(folder, 'home');
  for (const path of [home, join(folder, 'user')]) await mkdir(path);
  if (kind === 'bare') await cp(join(import.meta.dirname, 'bare'), join(folder, 'bare'), { recursive: true });
  const { RONDA_APP_UID, RONDA_APP_GID } = process.env;
  if (RONDA_APP_UID && RONDA_APP_GID) {
    for (const path of [folder, home, join(folder, 'user')]) {
      await chown(path, Number(RONDA_APP_UID), Number(RONDA_APP_GID));
    }
  }
  return kind === 'bare'
    ? [join(folder, 'bare'), `--user-data-dir=${home}`]
    : [required('RONDA_APP_PATH'), '--home', home];
}

/** Ours, without what makes Electron a plain Node. */
function appEnvironment(userHome: string): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  return { ...env, RONDA_APP_USER_HOME: userHome };
}

function devToolsUrl(child: ChildProcess, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string): void => reject(new Error(`the window did not start: ${why}\n${said}`));
    signal.addEventListener('abort', () => fail(String(signal.reason)), { once: true });
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`exit code ${code}`));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // The pipe is read to the end of the run, so that a talkative window never blocks; only the start explains.
      if (said.length < 4000) said += text;
      const url = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
  });
}

/** Puts the probe into the first page before it runs, and waits for the page's answer. */
function pageTimes(devTools: DevTools, child: ChildProcess, signal: AbortSignal): Promise<PageTimes> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the window did not become interactive')), {
      once: true,
    });
    child.once('exit', (code) => reject(new Error(`the window ended with exit code ${code}`)));
    devTools.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === probeBinding) resolve(JSON.parse(String(payload)));
    });
    devTools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const session = String(sessionId);
      const send = (method: string, params = {}) => devTools.send(method, params, session);
      const isPage = (targetInfo as { type?: unknown }).type === 'page';
      const probed = isPage
        ? [
            send('Page.enable'),
            send('Runtime.enable'),
            send('Runtime.addBinding', { name: probeBinding }),
            send('Page.addScriptToEvaluateOnNewDocument', { source: probeScript, runImmediately: true }),
          ]
        : [];
      Promise.all([...probed, send('Runtime.runIfWaitingForDebugger')]).catch(reject);
    });
    devTools
      .send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
      .catch(reject);
  });
}

/** Asks first: the console closes its state in order. Whatever is left after five seconds is killed. */
async function endTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const tree = [child.pid, ...(await descendantsOf(child.pid))];
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const giveUp = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(giveUp);
  await killAll(tree);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the measurements with npm run bench`);
  return value;
}
