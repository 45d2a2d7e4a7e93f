import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { RondaError } from '../../shared/errors.ts';

/**
 * Replaces a small file of our home whole or not at all (temporary file, fsync, rename), readable by its owner.
 * @throws RondaError `state.not-writable`
 */
export async function writeAtomically(file: string, data: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, typeof data === 'string' ? data : Buffer.from(data), { mode: 0o600 });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RondaError('state.not-writable', { folder: dirname(file), detail }, { cause: error });
  }
}
