import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * JSON files in one folder, written whole: to a temporary name, synced, then renamed.
 *
 * @param {string} folder
 * @param {Record<string, unknown>} defaults by file name; written where the file is missing
 */
export function openJsonStore(folder, defaults) {
  const path = (name) => join(folder, name);
  const write = (name, value) => {
    const temporary = path(`.${name}.tmp`);
    const fd = openSync(temporary, 'w', 0o644);
    writeFileSync(fd, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(temporary, path(name));
  };
  for (const [name, value] of Object.entries(defaults)) if (!existsSync(path(name))) write(name, value);
  return { read: (name) => JSON.parse(readFileSync(path(name), 'utf8')), write };
}
