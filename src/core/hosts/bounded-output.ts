import type { Readable } from 'node:stream';
import { RondaError } from '../../shared/errors.ts';

export const DEFAULT_MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

export interface BoundedOutput {
  readonly stdout: () => Buffer;
  readonly stderr: () => Buffer;
}

/**
 * Collects both outputs of a program, together at most `maxBytes`.
 * @param tooMuch called once with the error when there is more; the caller ends the program
 */
export function collectOutput(
  program: string,
  streams: { readonly stdout: Readable; readonly stderr: Readable },
  maxBytes: number,
  tooMuch: (error: RondaError) => void,
): BoundedOutput {
  let left = maxBytes;
  const collect = (stream: Readable): (() => Buffer) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      if (left < 0) return;
      left -= chunk.length;
      if (left < 0) tooMuch(new RondaError('hosts.exec-output', { program, limit: maxBytes }));
      else chunks.push(chunk);
    });
    return () => Buffer.concat(chunks);
  };
  return { stdout: collect(streams.stdout), stderr: collect(streams.stderr) };
}
