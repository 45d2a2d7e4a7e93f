import { fstatSync } from 'node:fs';

const HIGHEST = 255;

/**
 * The `stdio` for a child that must find the file descriptors its arguments name (`--passphrase-fd 3`). Node hands on
 * the first three only, and Electron would put a file of its own in the free place: the secret would be read from it.
 *
 * @param {string[]} args
 * @returns {('inherit' | 'ignore' | number)[]}
 */
export function stdioFor(args) {
  const wanted = new Set(namedDescriptors(args));
  const stdio = ['inherit', 'inherit', 'inherit'];
  for (let fd = stdio.length; fd <= Math.max(0, ...wanted); fd += 1)
    stdio.push(wanted.has(fd) ? fd : 'ignore');
  return stdio;
}

/**
 * The first of the named descriptors that the caller did not open, or undefined.
 *
 * @param {string[]} args
 */
export function closedDescriptor(args) {
  return namedDescriptors(args).find((fd) => !isReadable(fd));
}

/** Node's own event descriptors are open too, but are of no file type at all. */
function isReadable(fd) {
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isFile() || stats.isSocket() || stats.isCharacterDevice();
  } catch {
    return false;
  }
}

function namedDescriptors(args) {
  return args
    .map((arg, index) => {
      if (/^--[a-z-]+-fd$/.test(arg)) return args[index + 1];
      return /^--[a-z-]+-fd=(.*)$/.exec(arg)?.[1];
    })
    .filter((text) => text !== undefined && /^\d{1,3}$/.test(text))
    .map(Number)
    .filter((fd) => fd <= HIGHEST);
}
