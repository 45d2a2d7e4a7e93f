import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { runtimePackages } from './runtime-packages.mjs';

/** Only native code has to be a file of its own: the loader of the system cannot read an archive. */
const UNPACKED = '**/*.node';

/**
 * Writes `app.asar` (the built console and the packages it needs at run time) and, beside it, the resources.
 *
 * @param {string} root the checkout, built
 * @param {string} resources the package's resources folder
 * @returns {Promise<{said: string}>}
 */
export async function packApp(root, resources) {
  const work = await mkdtemp(path.join(os.tmpdir(), 'ronda-package-'));
  try {
    await cp(path.join(root, 'out'), path.join(work, 'out'), { recursive: true });
    await writeFile(path.join(work, 'package.json'), await packagedManifest(root));
    const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'));
    const folders = runtimePackages(lock);
    for (const folder of folders) await copyPackage(root, work, folder);
    await mkdir(resources, { recursive: true });
    await cp(path.join(root, 'resources'), resources, { recursive: true });
    const archive = path.join(resources, 'app.asar');
    await createPackageWithOptions(work, archive, { unpack: UNPACKED });
    const megabytes = (await stat(archive)).size / 1e6;
    return { said: `${megabytes.toFixed(1)} MB with ${folders.length} packages` };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What the running app reads of its manifest; scripts and versions of tools are nobody's business. */
async function packagedManifest(root) {
  const { name, productName, version, description, license, type, main } = JSON.parse(
    await readFile(path.join(root, 'package.json'), 'utf8'),
  );
  return `${JSON.stringify({ name, productName, version, description, license, type, main }, null, 2)}\n`;
}

async function copyPackage(root, work, folder) {
  const from = path.join(root, folder);
  await cp(from, path.join(work, folder), {
    recursive: true,
    // A package inside it is in the list by itself, when it is needed.
    filter: (file) => isNeeded(path.relative(from, file).split(path.sep)),
  });
}

/**
 * Leaves out what a package carries for building it, and binaries of other systems.
 *
 * @param {string[]} segments of a path inside a package
 */
export function isNeeded(segments, platform = process.platform, arch = process.arch) {
  const [first, second] = segments;
  if (['node_modules', 'deps', 'test', 'tests', 'docs', '.github'].includes(first)) return false;
  if (first === 'prebuilds' && second !== undefined) return second.startsWith(`${platform}-${arch}`);
  return !/\.(?:d\.[cm]?ts|map|md|[ch]pp|[ch]|gypi?)$/.test(segments.at(-1));
}
