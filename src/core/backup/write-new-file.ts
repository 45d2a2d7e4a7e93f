import { open, rm } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { type ErrorCode, RondaError } from '../../shared/errors.ts';
import { plainDetail, systemCode } from '../platform/plain-detail.ts';

/**
 * Makes a file that its owner alone can read, whole or not at all. One that is there is never replaced.
 * @param make called once the name is ours
 * @param codes what it is called that the name is taken, or that nothing can be written there
 * @throws RondaError with one of the codes, and what `make` throws
 */
export async function writeNewFile(
  path: string,
  make: () => Promise<string | Uint8Array>,
  codes: { readonly exists: ErrorCode; readonly failed: ErrorCode } = {
    exists: 'env.file-exists',
    failed: 'env.not-written',
  },
): Promise<void> {
  const failed = (error: unknown): RondaError =>
    systemCode(error) === 'EEXIST'
      ? new RondaError(codes.exists, { file: path })
      : new RondaError(codes.failed, { file: path, detail: plainDetail(error) });
  if (!isAbsolute(path)) throw failed(new Error('no whole path'));
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw failed(error);
  });
  try {
    const content = await make();
    try {
      await file.writeFile(content);
      await file.sync();
    } catch (error) {
      throw failed(error);
    }
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
}
