import type { Readable, Writable } from 'node:stream';

/** What a command reads and writes; the packaged app hands in its own, tests hand in buffers. */
export interface CliIo {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Whether a person can be asked: questions go to stderr, answers come from stdin. */
export function hasTerminal(io: CliIo): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true;
}

/** https://no-color.org: any value that is not empty. Piped output is never coloured. */
export function wantsColour(io: CliIo, stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !io.env.NO_COLOR && io.env.TERM !== 'dumb';
}
