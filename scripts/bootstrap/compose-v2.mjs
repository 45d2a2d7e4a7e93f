import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sourcesForSuite } from './apt-sources.mjs';
import { failureMemory } from './failure-memory.mjs';
import { findCommand, lastLines, runCommand } from './run-command.mjs';

const SUITE = 'trixie';
const PLUGIN = path.join('usr', 'libexec', 'docker', 'cli-plugins', 'docker-compose');

/**
 * Finds Compose v2, or fetches the package of the next Debian release without installing it. Both Compose
 * generations are in the field, so tests want both; where v2 cannot be had, v1 remains and the step says so.
 *
 * @param {{cacheDir: string, retry: boolean}} options
 * @returns {Promise<{said: string, value: string | undefined}>} the path of the v2 executable
 */
export async function resolveComposeV2({ cacheDir, retry }) {
  const plugin = [
    ...pluginFolders().map((folder) => path.join(folder, 'docker-compose')),
    cachedPlugin(cacheDir),
  ];
  const found = plugin.find((file) => existsSync(file));
  if (found !== undefined) return { said: await describe(found), value: found };
  if (findCommand('apt-get') === undefined)
    return { said: 'not found; install Compose v2 yourself', value: undefined };
  const memory = failureMemory(cacheDir, `compose-${SUITE}`);
  const reason =
    !retry && (await memory.isFresh()) ? 'out of reach earlier today' : await fetchPlugin(cacheDir);
  if (existsSync(cachedPlugin(cacheDir))) {
    await memory.forget();
    return { said: await describe(cachedPlugin(cacheDir)), value: cachedPlugin(cacheDir) };
  }
  await memory.remember();
  return { said: `not to be had (${reason}); tests use Compose v1 alone`, value: undefined };
}

function pluginFolders() {
  return [
    path.join(os.homedir(), '.docker', 'cli-plugins'),
    '/usr/local/lib/docker/cli-plugins',
    '/usr/local/libexec/docker/cli-plugins',
    '/usr/lib/docker/cli-plugins',
    '/usr/libexec/docker/cli-plugins',
    '/Applications/Docker.app/Contents/Resources/cli-plugins',
  ];
}

function cachedPlugin(cacheDir) {
  return path.join(cacheDir, `compose-${SUITE}`, PLUGIN);
}

async function describe(file) {
  const version = await runCommand(file, ['version', '--short'], { timeoutMs: 10_000 });
  return version.code === 0 ? version.stdout.trim() : `at ${file}`;
}

/** @returns {Promise<string>} why it did not work, empty when it did */
async function fetchPlugin(cacheDir) {
  const sources = sourcesForSuite(await machineSources(), { codename: await codename(), suite: SUITE });
  if (sources === '') return 'this machine has no Debian archive among its apt sources';
  const work = await mkdtemp(path.join(cacheDir, 'compose-unpack-'));
  try {
    const apt = await privateApt(work, sources);
    const update = await runCommand('apt-get', [...apt, 'update', '-q'], { timeoutMs: 240_000 });
    if (update.code !== 0) return lastLines(update, 1);
    const download = await runCommand('apt-get', [...apt, 'download', 'docker-compose'], { cwd: work });
    const archive = (await readdir(work)).find((name) => name.endsWith('.deb'));
    if (download.code !== 0 || archive === undefined) return lastLines(download, 1);
    const unpacked = path.join(work, 'unpacked');
    await mkdir(unpacked, { mode: 0o755 });
    const unpack = await runCommand('dpkg', ['-x', path.join(work, archive), unpacked]);
    if (unpack.code !== 0) return lastLines(unpack, 1);
    await moveIntoPlace(unpacked, path.join(cacheDir, `compose-${SUITE}`));
    return '';
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** apt options that keep the other release's lists away from the machine's own. */
async function privateApt(work, sources) {
  const parts = path.join(work, 'sources.d');
  await mkdir(path.join(work, 'lists', 'partial'), { recursive: true });
  await mkdir(path.join(work, 'cache', 'archives', 'partial'), { recursive: true });
  await mkdir(parts);
  await writeFile(path.join(parts, 'other-suite.sources'), sources);
  return [
    'Dir::Etc::sourcelist=/dev/null',
    `Dir::Etc::sourceparts=${parts}`,
    'Dir::Etc::preferencesparts=/dev/null',
    `Dir::State::Lists=${path.join(work, 'lists')}`,
    `Dir::Cache=${path.join(work, 'cache')}`,
    'Acquire::Languages=none',
    // The download folder is ours alone, so apt's own unprivileged user could not write to it.
    `APT::Sandbox::User=${os.userInfo().username}`,
  ].flatMap((option) => ['-o', option]);
}

async function machineSources() {
  const folder = '/etc/apt/sources.list.d';
  const names = existsSync(folder) ? await readdir(folder) : [];
  const files = [
    { file: '/etc/apt/sources.list', format: 'one-line' },
    ...names
      .filter((name) => name.endsWith('.list'))
      .map((name) => ({ file: path.join(folder, name), format: 'one-line' })),
    ...names
      .filter((name) => name.endsWith('.sources'))
      .map((name) => ({ file: path.join(folder, name), format: 'deb822' })),
  ].filter(({ file }) => existsSync(file));
  return Promise.all(files.map(async ({ file, format }) => ({ text: await readFile(file, 'utf8'), format })));
}

async function codename() {
  const release = await readFile('/etc/os-release', 'utf8');
  return /^VERSION_CODENAME="?([^"\n]*)"?$/m.exec(release)?.[1] ?? '';
}

async function moveIntoPlace(from, to) {
  try {
    await rename(from, to);
  } catch (error) {
    // Another run was faster; apt verified its copy the same way.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}
