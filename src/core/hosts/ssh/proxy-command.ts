import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex, PassThrough } from 'node:stream';
import type { SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';
import type { ConnectPorts } from '../connect-ports.ts';

const MAX_COMPLAINT = 2_000;
/** What a program has said arrives shortly after its end; what it has left running may hold its pipes for ever. */
const LAST_WORDS_MS = 500;
const TERMINATE_GRACE_MS = 2_000;

/** `%h`, `%p`, `%r` and `%%`, as ssh_config(5) has them for ProxyCommand; any other token stays as it is. */
export function expandProxyCommand(
  command: string,
  { address, port, user }: Pick<SshTarget, 'address' | 'port' | 'user'>,
): string {
  const values: Readonly<Record<string, string>> = { h: address, p: String(port), r: user, '%': '%' };
  return command.replaceAll(/%(.)/g, (whole, token: string) => values[token] ?? whole);
}

/**
 * Starts the program and takes its input and output for the line. It runs in the person's shell, as OpenSSH runs it:
 * that is what the command was written for. Only what the person has entered or accepted comes here.
 *
 * @returns a stream that ends the program when it is destroyed, and fails with `hosts.proxy-failed` and what the
 * program said when the program ends badly
 */
export async function spawnProxyCommand(
  command: string,
  target: Pick<SshTarget, 'address' | 'port' | 'user'>,
  { env, platform }: Pick<ConnectPorts, 'env' | 'platform'>,
  signal: AbortSignal,
): Promise<Duplex> {
  signal.throwIfAborted();
  const line = expandProxyCommand(command, target);
  const [shell, args] =
    platform === 'win32'
      ? [env.ComSpec ?? 'cmd.exe', ['/d', '/s', '/c', `"${line}"`]]
      : [env.SHELL ?? '/bin/sh', ['-c', `exec ${line}`]];
  // A group of its own: a command with a pipe in it is more than one process, and all of them have to end.
  const child = spawn(shell, args, {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: platform === 'win32',
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-MAX_COMPLAINT);
  });
  const failed = (detail: string, cause?: unknown): RondaError =>
    new RondaError('hosts.proxy-failed', { command: line, detail }, { cause });
  // The pipes of a program that fails end before it does: what it said must come first, not "connection closed".
  const heard = new PassThrough();
  const said = new PassThrough();
  child.stdout.pipe(heard, { end: false });
  said.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  const stream = Duplex.from({ readable: heard, writable: said });
  child.once('error', (error) => stream.destroy(failed(plainDetail(error), error)));
  let isEnded = false;
  const end = (): void => {
    // Once: later the number of the group may be somebody else's.
    if (!isEnded) endGroup(child, platform);
    isEnded = true;
  };
  const ended = (code: number | null, killedBy: NodeJS.Signals | null): void => {
    if (code === 0) heard.end();
    else stream.destroy(failed(plainDetail(complaint) || `it ended with ${killedBy ?? code}`));
  };
  child.once('close', ended);
  child.once('exit', (code, killedBy) => {
    setTimeout(() => ended(code, killedBy), LAST_WORDS_MS).unref();
    end();
  });
  stream.once('close', end);
  // Whoever uses it listens later; an error before that must not end the process.
  stream.on('error', () => undefined);
  return stream;
}

/** Ends the program and all it has started in its group, kindly first. */
function endGroup(child: ChildProcess, platform: NodeJS.Platform): void {
  const signalGroup = (signal: NodeJS.Signals): boolean => {
    if (child.pid === undefined) return false;
    if (platform === 'win32') return child.kill(signal);
    try {
      return process.kill(-child.pid, signal);
    } catch (error) {
      // Nobody is left in the group.
      if (systemCode(error) === 'ESRCH') return false;
      throw error;
    }
  };
  if (signalGroup('SIGTERM')) setTimeout(() => signalGroup('SIGKILL'), TERMINATE_GRACE_MS).unref();
}
