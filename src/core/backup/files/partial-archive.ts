import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asWriteError } from '../durable-files.ts';
import { removeLeftOpened } from '../stored/open-stored.ts';

const prefix = '.partial-';

/**
 * Whether killed runs left something in a source's folder; removed when asked for. Call that under its lock. What was
 * decrypted is not told but removed all the same, as soon as the process that did it is gone.
 */
export async function removePartials(home: string, what: 'look' | 'remove'): Promise<boolean> {
  await removeLeftOpened(home);
  const left = (await readdir(home)).filter((name) => name.startsWith(prefix));
  if (what === 'remove') {
    for (const name of left) await rm(join(home, name), { recursive: true, force: true });
  }
  return left.length > 0;
}

/**
 * Runs work with the name of a file that does not exist yet, on the disk where it will stay; whatever happens, nothing
 * of it is left under that name. Call it under the source's lock.
 */
export async function withPartial<T>(home: string, work: (file: string) => Promise<T>): Promise<T> {
  const folder = join(home, `${prefix}${randomUUID()}`);
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await removePartials(home, 'remove');
    await mkdir(folder, { mode: 0o700 });
    return await work(join(folder, 'copy.tar.zst'));
  } catch (error) {
    throw asWriteError(error, home);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
