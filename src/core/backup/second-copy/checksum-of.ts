import { RondaError } from '../../../shared/errors.ts';
import type { Inspector } from '../inspect/inspector.ts';

/**
 * The SHA-256 of a file on the second disk, in hex; null where it cannot be read to its end: a sector that went bad is
 * damage of this file, no reason to leave the others unread. Of a disk that was pulled it says nothing.
 */
export async function checksumOf(
  inspector: Inspector,
  path: string,
  bytes: number,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    return (await inspector.hash(path, { signal, bytes })).sha256;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RondaError && error.code === 'backup.inspector-failed') return null;
    throw error;
  }
}
