import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { RondaError } from '../../shared/errors.ts';
import type { CliIo } from '../cli-io.ts';

/**
 * Asks one question on the terminal; null when the person ended the input (Ctrl+D) instead of answering.
 * @throws RondaError `common.cancelled` on Ctrl+C
 */
export function ask(
  io: CliIo,
  question: string,
  options: { readonly echo?: boolean; readonly signal?: AbortSignal } = {},
): Promise<string | null> {
  const echo = options.echo ?? true;
  const signal = options.signal ? AbortSignal.any([options.signal, io.signal]) : io.signal;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new RondaError('common.cancelled'));
    // readline echoes by writing to its output: given none, it still edits the line but shows nothing of it.
    const output = echo ? io.stderr : new Writable({ write: (_chunk, _encoding, done) => done() });
    if (!echo) io.stderr.write(question);
    const lines = createInterface({
      input: io.stdin,
      output,
      terminal: io.stdin.isTTY === true,
      historySize: 0,
    });
    let settled = false;
    const finish = (settle: () => void): void => {
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', cancel);
      lines.close();
      if (!echo) io.stderr.write('\n');
      settle();
    };
    const cancel = (): void => finish(() => reject(new RondaError('common.cancelled')));
    signal.addEventListener('abort', cancel);
    // In raw mode the terminal sends no SIGINT: readline sees the key and tells it here.
    lines.on('SIGINT', cancel);
    lines.on('close', () => finish(() => resolve(null)));
    lines.question(echo ? question : '', (answer) => finish(() => resolve(answer)));
  });
}
