import { read } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { RondaError } from '../../shared/errors.ts';

const readFrom = promisify(read);
/** No password is longer; a descriptor that never ends must not fill memory. */
const maxBytes = 4096;
/** A pipe that its other end made non-blocking says EAGAIN until something is written. */
const pollMs = 20;

/**
 * The first line of a file descriptor that the caller opened for us (`--password-fd 3 3< file`): a secret in argv
 * would stand in every process list. The descriptor stays open: it is the caller's.
 */
export async function readDescriptor(fd: number, option: string, signal: AbortSignal): Promise<string> {
  const buffer = Buffer.alloc(maxBytes + 1);
  let length = 0;
  try {
    while (length <= maxBytes && !buffer.subarray(0, length).includes('\n')) {
      signal.throwIfAborted();
      const bytes = await readOrWait(fd, buffer, length, signal);
      if (bytes === 0) break;
      length += bytes ?? 0;
    }
    const line = buffer.toString('utf8', 0, length).split(/\r?\n/, 1)[0] ?? '';
    if (line !== '' && length <= maxBytes) return line;
    throw new Error(line === '' ? 'empty' : `more than ${maxBytes} bytes`);
  } catch (error) {
    if (signal.aborted) throw new RondaError('common.cancelled', {}, { cause: error });
    const detail = error instanceof Error ? error.message : String(error);
    throw new RondaError('cli.descriptor-unreadable', { fd, option, detail }, { cause: error });
  } finally {
    buffer.fill(0);
  }
}

/** How many bytes came; 0 at the end, null when none is there yet. */
async function readOrWait(
  fd: number,
  buffer: Buffer,
  offset: number,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    return (await readFrom(fd, buffer, offset, buffer.length - offset, null)).bytesRead;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    await sleep(pollMs, undefined, { signal });
    return null;
  }
}
