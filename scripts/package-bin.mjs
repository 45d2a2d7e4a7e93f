import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The script behind a command of an installed package. Used in place of npx, which would look for a missing package
 * on the network, and of node_modules/.bin, which holds shell scripts on Windows.
 *
 * @param {string} root the checkout
 * @param {string} packageName
 * @param {string} command
 */
export function packageBin(root, packageName, command) {
  const folder = path.join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : bin?.[command];
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`);
  return path.join(folder, file);
}
