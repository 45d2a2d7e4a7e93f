import { PassThrough } from 'node:stream';
import type { CliIo } from '../cli-io.ts';

export interface FakeIo extends CliIo {
  readonly out: () => string;
  readonly err: () => string;
  readonly controller: AbortController;
  /** Types a line once the text before it was asked. */
  answer(question: string, line: string): void;
}

/** Streams in memory; with `terminal` a person seems to sit there. */
export function createFakeIo(
  options: { readonly terminal?: boolean; readonly env?: CliIo['env'] } = {},
): FakeIo {
  const isTTY = options.terminal === true;
  const stdout = Object.assign(new PassThrough(), { isTTY: false });
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const controller = new AbortController();
  let out = '';
  let err = '';
  const waiting: { question: string; line: string }[] = [];
  stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    const [next] = waiting;
    if (!next || !err.includes(next.question)) return;
    waiting.shift();
    setImmediate(() => stdin.write(`${next.line}\n`));
  });
  return {
    stdout,
    stderr,
    stdin,
    env: options.env ?? { LANG: 'en_US.UTF-8' },
    signal: controller.signal,
    controller,
    out: () => out,
    err: () => err,
    answer: (question, line) => waiting.push({ question, line }),
  };
}
