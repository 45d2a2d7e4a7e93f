import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from './folder-lock.mjs';
import { BootstrapError } from './report.mjs';
import { lastLines, npmCall, runCommand } from './run-command.mjs';

const STAMP = path.join('node_modules', '.ronda-installed-lock');

/**
 * Installs the npm packages when the lock file is not the one that was installed last.
 *
 * @param {string} root the checkout
 * @returns {Promise<{said: string, value: undefined}>}
 */
export async function installNpmPackages(root) {
  const isCurrent = async () => (await readInstalledStamp(root)) === (await lockHash(root));
  if (await isCurrent()) return { said: 'up to date', value: undefined };
  return withLock(path.join(root, '.cache', 'locks'), 'npm', async () => {
    if (await isCurrent()) return { said: 'installed by another run', value: undefined };
    if (await treeFitsLock(root)) {
      await writeStamp(root);
      return { said: 'up to date', value: undefined };
    }
    const npm = npmCall(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    const result = await runCommand(npm.command, npm.args, { cwd: root, shell: npm.shell });
    if (result.code !== 0) {
      throw new BootstrapError(
        `npm ci failed:\n${lastLines(result, 15)}`,
        'Check the network, then run it again.',
      );
    }
    await writeStamp(root);
    return { said: 'installed from the lock file', value: undefined };
  });
}

/** sha256 of the lock file's bytes, hexadecimal. */
export async function lockHash(root) {
  return createHash('sha256')
    .update(await readFile(path.join(root, 'package-lock.json')))
    .digest('hex');
}

async function readInstalledStamp(root) {
  try {
    return (await readFile(path.join(root, STAMP), 'utf8')).trim();
  } catch {
    return '';
  }
}

async function writeStamp(root) {
  await writeFile(path.join(root, STAMP), `${await lockHash(root)}\n`);
}

/** A developer who ran `npm install` has the right tree without our stamp: deleting it all again helps no one. */
async function treeFitsLock(root) {
  try {
    const wanted = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'));
    const installed = JSON.parse(
      await readFile(path.join(root, 'node_modules', '.package-lock.json'), 'utf8'),
    );
    return installedTreeFits(wanted, installed);
  } catch {
    return false;
  }
}

/**
 * Whether what npm noted as installed (`node_modules/.package-lock.json`, written when an install is complete) is
 * what the lock file asks for. Optional packages may be absent: they belong to other platforms.
 *
 * @param {{packages?: Record<string, {integrity?: string, version?: string, optional?: boolean}>}} wanted
 * @param {{packages?: Record<string, {integrity?: string, version?: string}>}} installed
 */
export function installedTreeFits(wanted, installed) {
  const wantedPackages = Object.entries(wanted.packages ?? {}).filter(([folder]) => folder !== '');
  const installedPackages = installed.packages ?? {};
  const known = new Set(wantedPackages.map(([folder]) => folder));
  if (Object.keys(installedPackages).some((folder) => !known.has(folder))) return false;
  return wantedPackages.every(([folder, entry]) => {
    const there = installedPackages[folder];
    if (there === undefined) return entry.optional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}
