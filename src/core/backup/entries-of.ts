import { readdir } from 'node:fs/promises';
import { systemCode } from '../platform/plain-detail.ts';

/** The names of the folders (or files) in a folder, sorted; a folder that is not there holds none. */
export async function entriesOf(folder: string, kind: 'folders' | 'files'): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => (kind === 'folders' ? entry.isDirectory() : entry.isFile()))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
