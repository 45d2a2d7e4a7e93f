import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

/**
 * Runs a command to its end.
 * @param to its stdout goes into this file, or nowhere
 * @returns ms @throws when it ends with another code than 0
 */
export async function timeCommand(
  [command, ...args]: readonly [string, ...string[]],
  options: { readonly to?: string; readonly env?: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<number> {
  const { to = '/dev/null', env = process.env, signal } = options;
  const out = openSync(to, 'w');
  try {
    const from = performance.now();
    const child = spawn(command, args, { env, signal, stdio: ['ignore', out, 'inherit'] });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`${command} ended with ${code}`);
    return performance.now() - from;
  } finally {
    closeSync(out);
  }
}
