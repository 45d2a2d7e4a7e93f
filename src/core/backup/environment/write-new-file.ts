import { open, rm } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';

/**
 * Makes a file that its owner alone can read, whole or not at all. One that is there is never replaced.
 * @param make called once the name is ours
 * @throws RondaError `env.file-exists`, `env.not-written`, and what `make` throws
 */
export async function writeNewFile(path: string, make: () => Promise<string | Uint8Array>): Promise<void> {
  const failed = (error: unknown): RondaError =>
    systemCode(error) === 'EEXIST'
      ? new RondaError('env.file-exists', { file: path })
      : new RondaError('env.not-written', { file: path, detail: plainDetail(error) });
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
