import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { lastLines, runCommand } from './run-command.mjs';

const STALL_MS = 20_000;

/**
 * The official Electron that the lock file names, when its runtime was already downloaded.
 *
 * @param {string} root the checkout
 * @returns {Promise<{path: string, source: 'official', version: string} | undefined>}
 */
export async function installedOfficialElectron(root) {
  const folder = path.join(root, 'node_modules', 'electron');
  try {
    const wanted = await officialVersion(root);
    const there = (await readFile(path.join(folder, 'dist', 'version'), 'utf8')).trim().replace(/^v/, '');
    // path.txt is the last thing the installer writes: without it the unpacking was cut short.
    const executable = path.join(folder, 'dist', await readFile(path.join(folder, 'path.txt'), 'utf8'));
    if (there !== wanted || !existsSync(executable)) return undefined;
    return { path: executable, source: 'official', version: there };
  } catch {
    return undefined;
  }
}

/** The version of the `electron` package that is installed. */
export async function officialVersion(root) {
  const manifest = path.join(root, 'node_modules', 'electron', 'package.json');
  return JSON.parse(await readFile(manifest, 'utf8')).version;
}

/**
 * Downloads the official runtime and unpacks it with Electron's own installer. The download is given up when no
 * byte came for 20 s; a slow line that still moves is let be.
 *
 * @param {string} root the checkout
 * @returns {Promise<string>} empty when it worked, else why it did not, in one line
 */
export async function downloadOfficialElectron(root) {
  const folder = path.join(root, 'node_modules', 'electron');
  try {
    await fetchArtifact(folder);
  } catch (error) {
    return oneLine(error);
  }
  const result = await runCommand(process.execPath, [path.join(folder, 'install.js')], {
    cwd: root,
    env: withoutOverride(process.env),
    timeoutMs: 180_000,
  });
  return result.code === 0 ? '' : lastLines(result, 1);
}

async function fetchArtifact(folder) {
  const require = createRequire(path.join(folder, 'package.json'));
  // @electron/get reads this once, when it is loaded.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) process.env.ELECTRON_GET_USE_PROXY ??= 'true';
  const { downloadArtifact } = await import(pathToFileURL(require.resolve('@electron/get')).href);
  const abort = new AbortController();
  const giveUp = () => abort.abort(new Error(`no data for ${STALL_MS / 1000} s`));
  let timer = setTimeout(giveUp, STALL_MS);
  try {
    await downloadArtifact({
      version: require('./package.json').version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      cacheRoot: process.env.electron_config_cache,
      checksums: require('./checksums.json'),
      downloadOptions: {
        quiet: true,
        signal: abort.signal,
        getProgressCallback: async () => {
          clearTimeout(timer);
          timer = setTimeout(giveUp, STALL_MS);
        },
      },
    });
  } finally {
    clearTimeout(timer);
  }
}

function withoutOverride(env) {
  const { ELECTRON_OVERRIDE_DIST_PATH: _override, ELECTRON_RUN_AS_NODE: _asNode, ...rest } = env;
  return rest;
}

function oneLine(error) {
  const cause = error?.cause?.code ?? error?.cause?.message;
  const text = error instanceof Error ? error.message : String(error);
  return `${text}${cause ? ` (${cause})` : ''}`.split('\n')[0];
}
