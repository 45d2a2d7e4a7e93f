import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCacheFolder } from './bootstrap/cache-folder.mjs';
import { resolveComposeV2 } from './bootstrap/compose-v2.mjs';
import { resolveElectron } from './bootstrap/electron-runtime.mjs';
import { installNpmPackages } from './bootstrap/npm-install.mjs';
import { BootstrapError, createReport, reportFailure } from './bootstrap/report.mjs';
import { installSystemPackages } from './bootstrap/system-packages.mjs';
import { ensureUnprivilegedUser } from './bootstrap/unprivileged-user.mjs';

/** The checkout that these scripts belong to. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Everything that the demo and the whole test run need. */
export const ALL_NEEDS = ['electron', 'user', 'display', 'engine', 'compose-v2', 'ssh', 'tools'];

export const KNOWN_NEEDS = [...ALL_NEEDS, 'nginx', 'other-engines'];

/**
 * Sets up this machine for what is asked, in steps that say one line each. Idempotent; touches no network when all is
 * there; safe beside another run. The npm packages are always seen to.
 *
 * @param {{needs: string[], retryElectron?: boolean}} options
 * @returns {Promise<{
 *   electron?: {path: string, source: 'official' | 'fallback', version: string},
 *   cacheDir: string,
 *   user?: {name: string, uid: number, gid: number, home: string},
 *   composeV2?: string,
 * }>} `user` under root only; `composeV2` where it was found
 * @throws {BootstrapError} when a step failed or something must be installed by the person
 */
export async function bootstrap({ needs, retryElectron = Boolean(process.env.RONDA_RETRY_ELECTRON) }) {
  requireKnown(needs);
  requireNode(process.versions.node);
  const report = createReport(process.stdout);
  const cacheDir = await openCacheFolder();
  const result = { cacheDir };
  await report.step('system packages', () => installSystemPackages(needs));
  await report.step('npm packages', () => installNpmPackages(ROOT));
  if (needs.includes('electron')) {
    result.electron = await report.step('Electron', () =>
      resolveElectron({ root: ROOT, cacheDir, retry: retryElectron }),
    );
  }
  if (needs.includes('user')) {
    result.user = await report.step('unprivileged user', () => ensureUnprivilegedUser(cacheDir));
  }
  if (needs.includes('compose-v2')) {
    result.composeV2 = await report.step('Compose v2', () =>
      resolveComposeV2({ cacheDir, retry: retryElectron }),
    );
  }
  return result;
}

function requireKnown(needs) {
  const unknown = needs.filter((need) => !KNOWN_NEEDS.includes(need));
  if (unknown.length > 0) {
    throw new BootstrapError(`Unknown need: ${unknown.join(', ')}`, `Known are: ${KNOWN_NEEDS.join(', ')}`);
  }
}

function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new BootstrapError(`Node ${version} is too old.`, 'Install Node 20.19 or newer.');
  }
}

function parseArguments(args) {
  const named = args.find((arg) => arg.startsWith('--needs='))?.slice('--needs='.length);
  return {
    needs: named === undefined ? ALL_NEEDS : named.split(','),
    ...(args.includes('--retry-electron') ? { retryElectron: true } : {}),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  bootstrap(parseArguments(process.argv.slice(2))).catch(reportFailure);
}
