import { execFile, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from './wait-for.ts';

const execFileAsync = promisify(execFile);

export interface ProcessOptions {
  command: string;
  args?: readonly string[];
  /** The whole environment of the child; defaults to ours. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Receives stdout and stderr, appended; its folder is made. */
  logFile: string;
  /** Text that the log must show, or a predicate to poll, before the process counts as started. */
  readyWhen?: RegExp | (() => boolean | Promise<boolean>);
  readyTimeoutMs?: number;
  /** How long `stop` waits after SIGTERM before it kills the whole process group; default 10 s. */
  stopGraceMs?: number;
  signal?: AbortSignal;
}

export interface RunningProcess {
  pid: number;
  /** Whether the process itself (not its group) is still there. */
  alive(): boolean;
  /** Ends the process and everything in its group; resolves when none is left. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a long-running child as the leader of its own process group, so that `stop` reaches its children
 * too, and a Ctrl+C in the terminal does not kill it before its owner could clean up after it.
 *
 * Rejects when the command cannot be run, exits before it is ready, or is not ready in time; nothing is left
 * running then. The error carries the end of its log.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { command, args = [], logFile, readyWhen, readyTimeoutMs = 30_000, stopGraceMs = 10_000 } = options;
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const before = readFileSync(logFile).length;
  const child = spawn(command, [...args], {
    env: options.env ?? process.env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);

  let ended: string | undefined;
  child.once('exit', (code, signal) => {
    ended = `ended with ${signal ?? `exit code ${code}`}`;
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} has no process id`);
  const output = () => readFileSync(logFile).subarray(before).toString();

  const stop = async () => {
    await stopGroup(pid, stopGraceMs);
    await waitFor(`${command} to be reaped`, () => ended !== undefined, { timeoutMs: 5_000, everyMs: 10 });
  };
  if (readyWhen !== undefined) {
    const isReady = readyWhen instanceof RegExp ? () => readyWhen.test(output()) : readyWhen;
    try {
      await waitFor(`${command} to be ready`, async () => ended !== undefined || (await isReady()), {
        timeoutMs: readyTimeoutMs,
        everyMs: 50,
        ...(options.signal ? { signal: options.signal } : {}),
      });
      if (ended !== undefined) throw new Error(`${command} ${ended} before it was ready`);
    } catch (error) {
      await stop();
      const tail = output().slice(-2_000);
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${tail}`, { cause: error });
    }
  }
  return { pid, alive: () => ended === undefined, stop };
}

/** SIGTERM, then SIGKILL after the grace period, to a process group; resolves when the group is empty. */
export async function stopGroup(pgid: number, graceMs: number): Promise<void> {
  if (!signalGroup(pgid, 'SIGTERM')) return;
  try {
    await waitFor(`process group ${pgid} to end`, () => !groupAlive(pgid), {
      timeoutMs: graceMs,
      everyMs: 25,
    });
  } catch {
    // Its grace is over: what ignores SIGTERM gets SIGKILL, and a group that survives that is an error below.
    signalGroup(pgid, 'SIGKILL');
    await waitFor(`process group ${pgid} to die`, () => !groupAlive(pgid), {
      timeoutMs: 10_000,
      everyMs: 25,
    });
  }
}

function signalGroup(pgid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pgid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    // A child started through sudo belongs to root: it is there, and sudo must carry the signal.
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') {
      if (signal !== 0) spawnSync('sudo', ['-n', 'kill', `-${signal}`, '--', `-${pgid}`]);
      return true;
    }
    throw error;
  }
}

const groupAlive = (pgid: number) => signalGroup(pgid, 0);

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Runs a short command to its end and returns its output; rejects, with stderr in the message, on failure. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { env, cwd, timeoutMs = 60_000, signal }: CommandOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  return execFileAsync(command, [...args], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: timeoutMs,
    ...(env ? { env } : {}),
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal ? { signal } : {}),
  });
}
