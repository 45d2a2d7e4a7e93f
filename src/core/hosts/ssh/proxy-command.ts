import { spawn } from 'node:child_process';
import { Duplex, PassThrough } from 'node:stream';
import type { SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { ConnectPorts } from '../connect-host.ts';

const MAX_COMPLAINT = 2_000;

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
      ? [env.ComSpec ?? 'cmd.exe', ['/d', '/s', '/c', line]]
      : [env.SHELL ?? '/bin/sh', ['-c', `exec ${line}`]];
  const child = spawn(shell, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
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
  child.once('close', (code, killedBy) => {
    if (code === 0) heard.end();
    else stream.destroy(failed(complaint.trim() || `it ended with ${killedBy ?? code}`));
  });
  stream.once('close', () => child.kill());
  // Whoever uses it listens later; an error before that must not end the process.
  stream.on('error', () => undefined);
  return stream;
}
