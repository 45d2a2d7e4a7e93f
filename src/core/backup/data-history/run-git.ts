import { spawn } from 'node:child_process';
import { RondaError } from '../../../shared/errors.ts';
import { systemCode } from '../../platform/plain-detail.ts';

export interface GitResult {
  readonly code: number | null;
  readonly stdout: string;
  /** Its end, where it is long. */
  readonly stderr: string;
}

const maxStderr = 8192;
const isWindows = process.platform === 'win32';

function signalGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

/** Neither the admin's configuration nor hooks or a repository around this one have a say. */
export function gitEnvironment(at: Date): NodeJS.ProcessEnv {
  const [name, email, date] = ['Ronda', 'ronda@localhost', at.toISOString()];
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date },
  };
}

/**
 * Runs the `git` of the PATH to its end, without hooks.
 * @throws RondaError `data.no-git`; the signal's abort
 */
export function runGit(
  folder: string,
  argv: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal; readonly input?: string },
): Promise<GitResult> {
  const { env, signal, input = '' } = options;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const all = ['-c', 'core.hooksPath=/dev/null', '-c', 'gc.auto=0', `--git-dir=${folder}`, ...argv];
    // A group of its own: what git started (ssh) has to end with it.
    const child = spawn('git', all, { env, windowsHide: true, detached: !isWindows });
    const onAbort = (): void => {
      if (!isWindows && child.pid !== undefined) signalGroup(child.pid);
      else child.kill();
      reject(signal.reason);
    };
    const out: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-maxStderr);
    });
    signal.addEventListener('abort', onAbort, { once: true });
    const ended = (): void => signal.removeEventListener('abort', onAbort);
    child.on('error', (error) => {
      ended();
      reject(systemCode(error) === 'ENOENT' ? new RondaError('data.no-git') : error);
    });
    // git may end before it read everything; its exit code tells why.
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      ended();
      resolve({ code, stdout: Buffer.concat(out).toString('utf8'), stderr });
    });
    child.stdin.end(input);
  });
}
